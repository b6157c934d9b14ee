package org.aristobot.gateway;

import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Exchange;
import org.aristobot.vault.Broker;

/** Who acts, where, with which keys: everything that a call on behalf of a broker needs. */
record Account(Broker broker, Exchange exchange, Credentials credentials) {}
