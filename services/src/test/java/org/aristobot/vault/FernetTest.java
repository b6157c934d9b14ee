package org.aristobot.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Our tokens are the tokens of the Fernet specification, and they do not age. */
class FernetTest {

  /** Key and token of the specification's generate.json and verify.json, made in 1985. */
  private static final String SPEC_KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

  private static final String SPEC_TOKEN =
      "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64"
          + "jVmpU4IwqDA==";

  private static final String SECRET = "q7G!x2Lm9$Zt4vB8nR1wK6yD3sF5hJ0pXcA";

  @Test
  void the_published_token_of_1985_decrypts() {
    assertThat(SecretKey.fernet(SPEC_KEY).decrypt(SPEC_TOKEN)).contains("hello");
  }

  @Test
  void a_token_made_by_hand_as_the_specification_says_decrypts_at_any_age() throws Exception {
    for (long second : List.of(0L, 499_162_800L, 1_706_000_000L, 4_102_444_800L)) {
      assertThat(SecretKey.of(SECRET, List.of()).decrypt(token(SECRET, second, "hello")))
          .as("made at %d", second)
          .contains("hello");
    }
  }

  @Test
  void a_short_secret_is_padded_with_spaces() throws Exception {
    assertThat(SecretKey.weak("short").decrypt(token("short" + " ".repeat(27), 1, "hello")))
        .contains("hello");
  }

  @Test
  void our_tokens_begin_as_those_of_other_installations_do() {
    assertThat(SecretKey.of(SECRET, List.of()).encrypt("hello")).startsWith("gAAAA");
  }

  @Test
  void a_changed_token_and_plain_text_do_not_decrypt() throws Exception {
    SecretKey key = SecretKey.of(SECRET, List.of());
    String token = token(SECRET, 1, "hello");
    char swapped = token.charAt(40) == 'A' ? 'B' : 'A';
    assertThat(key.decrypt(token.substring(0, 40) + swapped + token.substring(41))).isEmpty();
    assertThat(key.decrypt("plain-api-key")).isEmpty();
    assertThat(key.decrypt("")).isEmpty();
    assertThat(key.decrypt("gAAAA")).isEmpty();
  }

  /** Version, time, IV, AES-128-CBC, HMAC-SHA-256; built with the JDK alone. */
  private static String token(String secret, long second, String plain) throws Exception {
    byte[] key = secret.substring(0, 32).getBytes(StandardCharsets.UTF_8);
    byte[] iv = new byte[16];
    for (int i = 0; i < iv.length; i++) {
      iv[i] = (byte) i;
    }
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 16, 16, "AES"), new IvParameterSpec(iv));
    byte[] body = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
    ByteBuffer signed = ByteBuffer.allocate(25 + body.length);
    signed.put((byte) 0x80).putLong(second).put(iv).put(body);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, 0, 16, "HmacSHA256"));
    byte[] hmac = mac.doFinal(signed.array());
    ByteBuffer whole = ByteBuffer.allocate(signed.capacity() + hmac.length);
    whole.put(signed.array()).put(hmac);
    return Base64.getUrlEncoder().encodeToString(whole.array());
  }
}
