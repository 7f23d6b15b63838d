/** Where an error happened, without its message: that, and the error's members, may quote what was being read, which may hold a key. */
export function framesOf(error: unknown): string[] {
  const { stack = '' } = error instanceof Error ? error : {};
  return stack.split('\n').filter((line) => /^ +at /.test(line));
}
