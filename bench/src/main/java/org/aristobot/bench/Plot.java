package org.aristobot.bench;

import java.util.List;
import java.util.Locale;

/**
 * A bar chart as SVG: one bar a contender, with the range of its rounds. Readable on a light and on
 * a dark page, which it asks the browser for.
 */
final class Plot {

  private static final int WIDTH = 720;
  private static final int LEFT = 190;
  private static final int RIGHT = 150;
  private static final int TOP = 58;
  private static final int STEP = 34;
  private static final int BAR = 20;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-size: 15px; font-weight: 600; }
        .note { fill: #59636e; }
        .ours { fill: #0969da; }
        .peer { fill: #afb8c1; }
        .range { stroke: #1f2328; stroke-width: 1.5; }
        .axis { stroke: #d1d9e0; }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc; }
          .note { fill: #9198a1; }
          .ours { fill: #4493f8; }
          .peer { fill: #59636e; }
          .range { stroke: #f0f6fc; }
          .axis { stroke: #3d444d; }
        }
      </style>
      """;

  /**
   * One bar.
   *
   * @param ours whether it is painted as ours
   */
  record Bar(String label, Spread value, boolean ours) {}

  private Plot() {}

  /**
   * The chart, from zero.
   *
   * @param note which unit, and which direction is good
   */
  static String bars(String title, String note, List<Bar> bars) {
    double most = bars.stream().mapToDouble(bar -> bar.value().max()).max().orElseThrow();
    int height = TOP + bars.size() * STEP + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" role=\"img\">\n"
            .formatted(WIDTH, height));
    svg.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
    text(svg, "title", 12, 22, title);
    text(svg, "note", 12, 41, note);
    svg.append(
        "<line class=\"axis\" x1=\"%1$d\" y1=\"%2$d\" x2=\"%1$d\" y2=\"%3$d\"/>\n"
            .formatted(LEFT, TOP - 6, height - 8));
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), TOP + i * STEP, most);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(StringBuilder svg, Bar bar, int y, double most) {
    Spread value = bar.value();
    int middle = y + BAR / 2;
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
            .formatted(LEFT - 10, middle + 5, escaped(bar.label())));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
            bar.ours() ? "ours" : "peer",
            LEFT,
            y,
            Math.max(1, length(value.median(), most)),
            BAR));
    if (value.rounds() > 1) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"range\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n",
              LEFT + length(value.min(), most),
              middle,
              LEFT + length(value.max(), most),
              middle));
    }
    double end = LEFT + Math.max(length(value.median(), most), length(value.max(), most));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\">%s</text>\n",
            end + 8,
            middle + 5,
            Spread.number(value.median())));
  }

  private static double length(double value, double most) {
    return most <= 0 ? 0 : value / most * (WIDTH - LEFT - RIGHT);
  }

  private static void text(StringBuilder svg, String style, int x, int y, String text) {
    svg.append(
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(style, x, y, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
