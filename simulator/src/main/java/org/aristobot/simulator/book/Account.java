package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One account and the one key it is reached with. Credentials may be read by any thread; balances
 * and orders only under the engine's lock.
 */
public final class Account {

  /**
   * What a caller must know and may do; replaced as a whole.
   *
   * @param secret what requests are signed with, null when they are signed with a private key
   * @param publicKey proves signatures made with a private key; the secret counts for nothing then
   * @param paper whether the key was made for the venue's paper trading
   * @param unified whether all that the account has is one account, where a venue has both kinds
   */
  public record Credentials(
      @Nullable String secret,
      @Nullable String passphrase,
      Set<Permission> permissions,
      @Nullable PublicKey publicKey,
      boolean paper,
      boolean unified) {

    public Credentials {
      if (secret == null && publicKey == null) {
        throw new IllegalArgumentException("a secret or a public key");
      }
    }

    public Credentials(String secret, @Nullable String passphrase, Set<Permission> permissions) {
      this(secret, passphrase, permissions, null, false, false);
    }

    @Override
    public String toString() {
      return "Credentials[" + permissions + "]";
    }
  }

  private final String key;
  private final int number;
  private volatile Credentials credentials;
  private final Map<String, Balance> balances = new TreeMap<>();
  private final Map<Instrument, Portfolio> portfolios = new HashMap<>();
  private final List<OrderList> lists = new ArrayList<>();
  private volatile long takerFirstFills;
  private volatile long makerFirstFills;

  Account(String key, int number, Credentials credentials, Map<String, BigDecimal> amounts) {
    this.key = key;
    this.number = number;
    this.credentials = credentials;
    setBalances(amounts);
  }

  public String key() {
    return key;
  }

  /** A small number, unique in this venue. */
  public int number() {
    return number;
  }

  public Credentials credentials() {
    return credentials;
  }

  public boolean may(Permission permission) {
    return credentials.permissions().contains(permission);
  }

  /** How many orders of this account traded for the first time by taking; never falls. */
  public long takerFirstFills() {
    return takerFirstFills;
  }

  /** How many orders of this account traded for the first time while resting; never falls. */
  public long makerFirstFills() {
    return makerFirstFills;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the engine's lock only
  void countFirstFill(boolean maker) {
    if (maker) {
      makerFirstFills++;
    } else {
      takerFirstFills++;
    }
  }

  void reset(Credentials newCredentials, Map<String, BigDecimal> amounts) {
    credentials = newCredentials;
    setBalances(amounts);
  }

  private void setBalances(Map<String, BigDecimal> amounts) {
    balances.clear();
    amounts.forEach((asset, amount) ->
        balances.put(asset, new Balance(amount.setScale(Amounts.SCALE), Amounts.ZERO)));
  }

  Map<String, Balance> balances() {
    return balances;
  }

  Portfolio portfolio(Instrument instrument) {
    return portfolios.computeIfAbsent(instrument, i -> new Portfolio());
  }

  /** Whether an open order of any instrument has this client id. */
  boolean hasOpen(String clientId) {
    for (Portfolio portfolio : portfolios.values()) {
      if (portfolio.hasOpen(clientId)) {
        return true;
      }
    }
    return false;
  }

  /** What is open, of all instruments. */
  List<LiveOrder> open() {
    return portfolios.values().stream().flatMap(one -> one.open.values().stream()).toList();
  }

  void add(OrderList list) {
    lists.add(list);
  }

  /** All order lists ever accepted, oldest first. */
  List<OrderList> lists() {
    return lists;
  }

  boolean hasOpenList(String clientId) {
    return lists.stream().anyMatch(list -> list.clientId.equals(clientId) && list.isOpen());
  }

  long openLists(Instrument instrument) {
    return lists.stream().filter(l -> l.instrument.equals(instrument) && l.isOpen()).count();
  }

  long openLists() {
    return lists.stream().filter(OrderList::isOpen).count();
  }

  boolean has(String asset, BigDecimal amount) {
    return balance(asset).free().compareTo(amount) >= 0;
  }

  void credit(String asset, BigDecimal amount) {
    Balance old = balance(asset);
    balances.put(asset, new Balance(old.free().add(amount), old.locked()));
  }

  void lock(String asset, BigDecimal amount) {
    Balance old = balance(asset);
    put(asset, old.free().subtract(amount), old.locked().add(amount));
  }

  /** Takes {@code spent} out of what is locked and gives {@code released} of it back. */
  void unlock(String asset, BigDecimal spent, BigDecimal released) {
    Balance old = balance(asset);
    put(asset, old.free().add(released), old.locked().subtract(spent).subtract(released));
  }

  private Balance balance(String asset) {
    return balances.getOrDefault(asset, Balance.NONE);
  }

  private void put(String asset, BigDecimal free, BigDecimal locked) {
    if (free.signum() < 0 || locked.signum() < 0) {
      throw new IllegalStateException(key + " would hold less than nothing of " + asset);
    }
    balances.put(asset, new Balance(free, locked));
  }
}
