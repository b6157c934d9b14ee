/**
 * What a cell's failures mean. A fault is the peer's only when exactly what is listed fails, and
 * nothing besides; a listed fault that is not found is no excuse, but a list to be mended.
 *
 * @param absent why the peer does not offer it, undefined when it does
 * @param fault what then fails, as patterns, and the reason; undefined when the peer has none here
 */
export function verdictOf(failures, { absent, fault }) {
  if (absent !== undefined) {
    return { verdict: 'absent', note: absent };
  }
  const listed = fault?.failures ?? [];
  const others = failures.filter((failure) => !listed.some((known) => known.test(failure)));
  const gone = listed.filter((known) => !failures.some((failure) => known.test(failure)));
  const wrong = [...others, ...gone.map((known) => `listed as a fault of the peer, but not found: ${known}`)];
  if (wrong.length > 0) {
    return { verdict: 'fail', note: wrong.join('; ') };
  }
  return fault === undefined ? { verdict: 'pass', note: '' } : { verdict: 'peer', note: fault.reason };
}
