package org.aristobot.net;

/** What a request costs of one pool. */
public record Charge(String pool, long permits) {}
