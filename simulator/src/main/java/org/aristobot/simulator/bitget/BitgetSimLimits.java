package org.aristobot.simulator.bitget;

import java.util.HashMap;
import java.util.Map;
import org.aristobot.simulator.book.SimClock;
import org.aristobot.simulator.wire.LimitProfile;
import org.aristobot.simulator.wire.Stats;

/**
 * Requests per endpoint in each second, of an account or else of an address, and of an address in
 * each minute; who goes beyond the latter is blocked. Safe for all threads.
 */
final class BitgetSimLimits {

  static final int PER_ADDRESS_AND_MINUTE = 6_000;
  static final long BLOCKED_MILLIS = 300_000;

  private static final long SECOND_MILLIS = 1_000;
  private static final long MINUTE_MILLIS = 60_000;

  private static final class Window {
    long start;
    int used;

    void count(long now, long length) {
      long current = now - Math.floorMod(now, length);
      if (current != start) {
        start = current;
        used = 0;
      }
      used++;
    }
  }

  private static final class Address {
    final Window minute = new Window();
    long blockedUntil;
  }

  private record Bucket(BitgetSimRoute route, String owner) {}

  private final SimClock clock;
  private final Stats stats;
  private final Map<String, Address> addresses = new HashMap<>();
  private final Map<Bucket, Window> buckets = new HashMap<>();
  private LimitProfile profile;

  BitgetSimLimits(SimClock clock, Stats stats, LimitProfile profile) {
    this.clock = clock;
    this.stats = stats;
    this.profile = profile;
  }

  /** Starts afresh under another profile; blocks end. */
  synchronized void profile(LimitProfile newProfile) {
    profile = newProfile;
    addresses.clear();
    buckets.clear();
  }

  /** Counts a request of an address, whatever it asks for, or refuses it. */
  synchronized void charge(String ip) {
    long now = clock.millis();
    Address address = addresses.computeIfAbsent(ip, i -> new Address());
    if (now < address.blockedUntil) {
      stats.bans.increment();
      throw BitgetSimError.tooMany();
    }
    address.minute.count(now, MINUTE_MILLIS);
    stats.weight(address.minute.start, address.minute.used);
    if (address.minute.used > profile.of(PER_ADDRESS_AND_MINUTE)) {
      address.blockedUntil = now + BLOCKED_MILLIS;
      stats.tooManyRequests.increment();
      throw BitgetSimError.tooMany();
    }
  }

  /**
   * Counts a request to an endpoint.
   *
   * @param owner account or address that it counts for
   * @return what is left of this second, negative when there was nothing left for this request
   */
  synchronized int charge(BitgetSimRoute route, String owner) {
    Window second = buckets.computeIfAbsent(new Bucket(route, owner), b -> new Window());
    second.count(clock.millis(), SECOND_MILLIS);
    int left = profile.of(route.perSecond) - second.used;
    if (left < 0) {
      stats.tooManyRequests.increment();
    }
    return left;
  }
}
