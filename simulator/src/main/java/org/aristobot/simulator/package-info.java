/**
 * The venues at wire level: servers that behave as the real exchanges do, for demos, tests and
 * faults.
 *
 * <p>{@code book} is what a venue does without any dialect, {@code wire} what comes in and goes
 * out, {@code faults} what can go wrong, and one package per venue speaks its dialect. Nothing here
 * knows the clients that will talk to it: a simulator is a second opinion on the venue's manual and
 * must not share its author's first one.
 */
@NullMarked
package org.aristobot.simulator;

import org.jspecify.annotations.NullMarked;
