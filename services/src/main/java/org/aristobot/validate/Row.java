package org.aristobot.validate;

import java.time.Duration;

/**
 * A line of the report.
 *
 * @param number such as {@code 3.2}
 * @param item what was looked at
 */
public record Row(String number, String item, Verdict verdict, Duration took, String why) {}
