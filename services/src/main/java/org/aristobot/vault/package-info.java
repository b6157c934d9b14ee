/**
 * Who may trade, and with which keys.
 *
 * <p>Table {@code brokers} holds one row per account; its keys are Fernet tokens under SECRET_KEY,
 * of any age, so that an existing installation's rows stay readable. {@link
 * org.aristobot.vault.Vault#open} answers whether a user may use a broker and never tells whether
 * somebody else's exists; {@link org.aristobot.vault.Vault#credentials} hands out the keys at the
 * last moment. A {@link org.aristobot.vault.Broker} never carries them.
 *
 * <p>A broker costs one query every two seconds at most, however many requests use it: a switched
 * off or removed broker is obeyed within that time in every process. Decrypted keys live in a
 * bounded map and are dropped when the row's {@code updated_at} moves, which a trigger sees to.
 *
 * <p>{@link org.aristobot.vault.Rotation} brings all rows under a new SECRET_KEY. A vault that
 * meets a token it cannot decrypt reads the keys again, so that running gateways follow by
 * themselves.
 */
@NullMarked
package org.aristobot.vault;

import org.jspecify.annotations.NullMarked;
