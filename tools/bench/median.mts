/** The middle of what was measured: of an even number of measurements the later of the two in the middle, so that it is one of them. */
export function median(values: readonly number[]): number {
  return middleBy(values, (value) => value);
}

/** The whole measurement that stands in the middle by one of its figures. */
export function middleBy<T>(measured: readonly T[], figure: (each: T) => number): T {
  return [...measured].sort((left, right) => figure(left) - figure(right))[Math.floor(measured.length / 2)];
}
