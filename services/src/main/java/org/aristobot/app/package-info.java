/**
 * The program around the services: command line, configuration, log, embedded servers.
 *
 * <p>{@link org.aristobot.app.Main} maps a command line to one command class; every command reads
 * {@link org.aristobot.app.Config} once and passes parts of it on by plain constructors. {@code up}
 * starts {@link org.aristobot.app.Embedded} PostgreSQL and Redis as processes in sessions of their
 * own, which survive whatever happens to us: a clean end stops services, Redis and PostgreSQL in
 * that order; after a kill the next start finds the servers by process id <em>and</em> command line
 * and stops them first. One process at a time holds the data folder, by a file lock. {@link
 * org.aristobot.app.RunningInstance} finds a running {@code up} for the other commands.
 *
 * <p>The clock and the environment are read here and nowhere further in.
 */
@NullMarked
package org.aristobot.app;

import org.jspecify.annotations.NullMarked;
