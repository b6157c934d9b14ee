package org.aristobot.simulator.binance;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.SimClock;
import org.aristobot.simulator.wire.LimitProfile;
import org.aristobot.simulator.wire.Stats;

/**
 * Request weight per address and unfilled orders per account, in windows aligned to the clock, and
 * the bans of those who go on after a 429. Safe for all threads.
 */
final class BinanceSimLimits {

  static final int WEIGHT_PER_MINUTE = 6_000;
  static final int RAW_PER_5_MINUTES = 300_000;
  static final int ORDERS_PER_10_SECONDS = 100;
  static final int ORDERS_PER_DAY = 200_000;

  /** How much an order's first fill gives back to the counts of unfilled orders. */
  private static final int TAKER_BONUS = 1;

  private static final int MAKER_BONUS = 5;

  private static final int REFUSALS_BEFORE_BAN = 20;
  private static final long FIRST_BAN_MILLIS = 120_000;
  private static final long LONGEST_BAN_MILLIS = 259_200_000;

  private static final class Window {
    final long length;
    long start;
    int used;

    Window(long length) {
      this.length = length;
    }

    /** Starts a new window when it is time; says whether it did. */
    boolean roll(long now) {
      long current = now - Math.floorMod(now, length);
      if (current != start) {
        start = current;
        used = 0;
        return true;
      }
      return false;
    }

    void give(int amount) {
      used = Math.max(0, used - amount);
    }

    long secondsLeft(long now) {
      return Math.max(1, (start + length - now + 999) / 1_000);
    }
  }

  private static final class Address {
    final Window weight = new Window(60_000);
    final Window raw = new Window(300_000);
    int refusals;
    int bans;
    long bannedUntil;
  }

  private static final class Orders {
    final Window tenSeconds = new Window(10_000);
    final Window day = new Window(86_400_000);
    long takersSeen;
    long makersSeen;
  }

  private final SimClock clock;
  private final Stats stats;
  private final Map<String, Address> addresses = new HashMap<>();
  private final Map<Account, Orders> orders = new HashMap<>();
  private LimitProfile profile;

  BinanceSimLimits(SimClock clock, Stats stats, LimitProfile profile) {
    this.clock = clock;
    this.stats = stats;
    this.profile = profile;
  }

  synchronized LimitProfile profile() {
    return profile;
  }

  /** Starts afresh under another profile; bans end. */
  synchronized void profile(LimitProfile newProfile) {
    profile = newProfile;
    addresses.clear();
    orders.clear();
  }

  /** Charges a request, or refuses it with 429 or 418. */
  synchronized void charge(String ip, int weight) {
    long now = clock.millis();
    Address address = address(ip, now);
    if (now < address.bannedUntil) {
      stats.bans.increment();
      throw banned(address, now);
    }
    address.raw.used++;
    address.weight.used += weight;
    stats.weight(address.weight.start, address.weight.used);
    int mostWeight = profile.of(WEIGHT_PER_MINUTE);
    int mostRaw = profile.of(RAW_PER_5_MINUTES);
    if (address.weight.used > mostWeight) {
      throw refusal(
          address,
          now,
          -1003,
          "Too much request weight used; current limit is "
              + mostWeight
              + " request weight per 1 MINUTE. Please use WebSocket Streams for live updates to"
              + " avoid polling the API.",
          address.weight.secondsLeft(now));
    }
    if (address.raw.used > mostRaw) {
      throw refusal(
          address,
          now,
          -1003,
          "Too many requests; current limit is " + mostRaw + " requests per 5 MINUTE.",
          address.raw.secondsLeft(now));
    }
  }

  /** Gives weight back, of a call that turned out to be free. */
  synchronized void refund(String ip, int weight) {
    address(ip, clock.millis()).weight.give(weight);
  }

  synchronized int weightUsed(String ip) {
    return address(ip, clock.millis()).weight.used;
  }

  /** Counts orders that go to the engine, or refuses them with 429. */
  synchronized void countOrders(Account account, String ip, int added) {
    long now = clock.millis();
    Orders counts = orders(account, now);
    int mostInDay = profile.of(ORDERS_PER_DAY);
    int mostInTen = profile.of(ORDERS_PER_10_SECONDS);
    if (counts.day.used + added > mostInDay) {
      throw tooManyOrders(ip, mostInDay, "1 DAY", counts.day, now);
    }
    if (counts.tenSeconds.used + added > mostInTen) {
      throw tooManyOrders(ip, mostInTen, "10 SECOND", counts.tenSeconds, now);
    }
    counts.day.used += added;
    counts.tenSeconds.used += added;
  }

  /** Unfilled orders by window: {@code 10S}, {@code 1D}. */
  synchronized Map<String, Integer> orderCounts(Account account) {
    Orders counts = orders(account, clock.millis());
    Map<String, Integer> byWindow = new LinkedHashMap<>();
    byWindow.put("10S", counts.tenSeconds.used);
    byWindow.put("1D", counts.day.used);
    return byWindow;
  }

  private BinanceSimError tooManyOrders(String ip, int most, String span, Window window, long now) {
    return refusal(
        address(ip, now),
        now,
        -1015,
        "Too many new orders; current limit is " + most + " orders per " + span + ".",
        window.secondsLeft(now));
  }

  private BinanceSimError refusal(
      Address address, long now, int code, String message, long retryAfterSeconds) {
    stats.tooManyRequests.increment();
    address.refusals++;
    if (address.refusals >= REFUSALS_BEFORE_BAN) {
      long length = FIRST_BAN_MILLIS << Math.min(address.bans, 12);
      address.bannedUntil = now + Math.min(length, LONGEST_BAN_MILLIS);
      address.bans++;
      address.refusals = 0;
    }
    return new BinanceSimError(
        429, code, message, Map.of("Retry-After", Long.toString(retryAfterSeconds)));
  }

  private static BinanceSimError banned(Address address, long now) {
    long seconds = Math.max(1, (address.bannedUntil - now + 999) / 1_000);
    return new BinanceSimError(
        418,
        -1003,
        "Way too much request weight used; IP banned until "
            + address.bannedUntil
            + ". Please use WebSocket Streams for live updates to avoid bans.",
        Map.of("Retry-After", Long.toString(seconds)));
  }

  private Address address(String ip, long now) {
    Address address = addresses.computeIfAbsent(ip, i -> new Address());
    if (address.weight.roll(now)) {
      address.refusals = 0;
    }
    address.raw.roll(now);
    return address;
  }

  /** The counts of an account, after what its orders' first fills gave back. */
  private Orders orders(Account account, long now) {
    Orders counts =
        orders.computeIfAbsent(
            account,
            a -> {
              Orders fresh = new Orders();
              fresh.takersSeen = a.takerFirstFills();
              fresh.makersSeen = a.makerFirstFills();
              return fresh;
            });
    counts.tenSeconds.roll(now);
    counts.day.roll(now);
    long takers = account.takerFirstFills();
    long makers = account.makerFirstFills();
    long bonus =
        (takers - counts.takersSeen) * TAKER_BONUS + (makers - counts.makersSeen) * MAKER_BONUS;
    counts.takersSeen = takers;
    counts.makersSeen = makers;
    counts.tenSeconds.give((int) bonus);
    counts.day.give((int) bonus);
    return counts;
  }
}
