package org.aristobot.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Native parameters of a caller ({@code extra_params}), by native name, values as wire text. */
public record NativeParams(Map<String, String> values) {

  public static final NativeParams NONE = new NativeParams(Map.of());

  public NativeParams {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
