package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Side;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Binance spot client against the simulated Binance. */
class BinanceContractTest extends AmendContract {

  private static Simulator simulator;
  private static Exchange exchange;

  @BeforeAll
  static void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.of("binance").withFrozen(true).withLimits(LimitProfile.FAST));
    exchange =
        Exchanges.create(Venue.BINANCE, Environment.LIVE, simulator.uri(), InstantSource.system());
  }

  @AfterAll
  static void stop() {
    exchange.close();
    simulator.close();
  }

  @Override
  Exchange exchange() {
    return exchange;
  }

  @Override
  ControlPlane venue() {
    return new ControlPlane(simulator.uri());
  }

  @Override
  Credentials demo() {
    return new Credentials("demo", "demo-secret", null);
  }

  @Override
  Credentials demo2() {
    return new Credentials("demo2", "demo-secret", null);
  }

  @Override
  String unlistedError() {
    return """
    {"fault":"error_code","times":1,"match":"place_order","code":-9999,"msg":"Odd.","status":400}\
    """;
  }

  /** The sheet's recommended kind of key; HMAC is what all other behaviours use. */
  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "RSA"})
  void c80_a_private_key_signs_like_a_secret(String algorithm) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    venue()
        .account(
            """
            {"key":"%s","public_key":"%s","balances":{"USDT":"1000"},"permissions":["read","trade"]}\
            """
                .formatted(algorithm, pem("PUBLIC KEY", pair.getPublic()).replace("\n", "\\n")));
    Credentials credentials =
        new Credentials(algorithm, pem("PRIVATE KEY", pair.getPrivate()), null);
    assertThat(exchange().balances(credentials)).hasSize(1);
    OrderRequest request = restingBuy();
    accepted(exchange().prepareOrder(credentials, request, PATIENCE).send());
    assertThat(venue().ordersWithClientId(algorithm, request.id().text())).isOne();
  }

  // 130–139: native parameters, in the venue's own words

  @Test
  void c130_the_words_of_a_list_say_what_the_fields_of_an_oco_say() {
    Map<String, String> words =
        Map.of(
            "aboveType", "LIMIT_MAKER",
            "abovePrice", "77",
            "belowType", "STOP_LOSS_LIMIT",
            "belowStopPrice", "63",
            "belowPrice", "62.5",
            "belowTimeInForce", "GTC",
            "selfTradePreventionMode", "NONE");
    NativeReading reading = exchange().readNative(new NativeParams(words), Side.SELL);
    assertThat(reading.fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("type", "oco", "price", "77", "stop_price", "63", "stop_limit_price", "62.5"));
    assertThat(reading.rest().values())
        .containsExactlyEntriesOf(Map.of("selfTradePreventionMode", "NONE"));
  }

  @Test
  void c131_for_a_buyer_the_limit_is_below_and_the_stop_above() {
    Map<String, String> words =
        Map.of(
            "side", "BUY",
            "belowType", "LIMIT_MAKER",
            "belowPrice", "63",
            "aboveType", "STOP_LOSS",
            "aboveStopPrice", "77");
    assertThat(exchange().readNative(new NativeParams(words), null).fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("side", "buy", "type", "oco", "price", "63", "stop_price", "77"));
  }

  @Test
  void c132_the_words_of_an_entry_and_its_legs_say_what_protection_says() {
    Map<String, String> words =
        Map.of(
            "workingType", "LIMIT",
            "workingSide", "BUY",
            "workingPrice", "68",
            "workingQuantity", "2",
            "workingTimeInForce", "GTC",
            "pendingSide", "SELL",
            "pendingAboveType", "TAKE_PROFIT",
            "pendingAboveStopPrice", "77",
            "pendingBelowType", "STOP_LOSS",
            "pendingBelowStopPrice", "63");
    assertThat(exchange().readNative(new NativeParams(words), null).fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "type", "limit",
                "side", "buy",
                "price", "68",
                "quantity", "2",
                "time_in_force", "GTC",
                "stop_loss_price", "63",
                "take_profit_price", "77"));
  }

  /** Side of the order, parameters; each says two things at once, or what no field can say. */
  @ParameterizedTest
  @CsvSource({
    "SELL, aboveType=STOP_LOSS&aboveStopPrice=77",
    "BUY, belowType=STOP_LOSS&belowStopPrice=63",
    "SELL, aboveType=LIMIT_MAKER&abovePrice=77&aboveStopPrice=76",
    "SELL, belowType=STOP_LOSS&belowStopPrice=63&belowPrice=62",
    "SELL, belowType=STOP_LOSS_LIMIT&belowStopPrice=63",
    "SELL, belowType=STOP_LOSS_LIMIT&belowPrice=62&belowStopPrice=63&belowTimeInForce=FOK",
    "SELL, price=78&aboveType=LIMIT_MAKER&abovePrice=77",
    "SELL, type=LIMIT&aboveType=LIMIT_MAKER&abovePrice=77",
    ", aboveType=LIMIT_MAKER&abovePrice=77",
    "BUY, quantity=2&workingQuantity=3",
    "BUY, workingSide=BUY&pendingSide=BUY",
    "BUY, workingQuantity=2&pendingQuantity=1",
    "BUY, pendingType=LIMIT&pendingPrice=77",
    "BUY, pendingStopPrice=63",
    "BUY, pendingType=STOP_LOSS&pendingStopPrice=63&pendingPrice=62",
    "SELL, aboveClientOrderId=mine",
    "BUY, workingClientOrderId=mine",
    "SELL, type=LIMIT&trailingDelta=100&price=70",
    "SELL, type=STOP_LOSS&price=70&stopPrice=71",
    "SELL, newOrderRespType=ACK",
    "SELL, cancelReplaceMode=ALLOW_FAILURE",
    "SELL, recvWindow=60000",
    "SELL, signature=0"
  })
  void c133_native_parameters_that_contradict_or_belong_to_the_gateway_are_refused(
      @Nullable Side side, String query) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      words.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    assertThatThrownBy(() -> exchange().readNative(new NativeParams(words), side))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
              assertThat(e.failure().message()).startsWith("extra_params.");
            });
  }

  private static String pem(String name, Key key) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + name + "-----\n" + base64 + "\n-----END " + name + "-----\n";
  }
}
