/** Whether a path is one of a glob: `**` for folders, `*` inside of a name, `{a,b}` for either. */
export function matchesGlob(path: string, glob: string): boolean {
  const pattern = glob.replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, either: string) => `(${either.replaceAll(',', '|')})`)
    .replace(/\*\*\/|\*\*|\*/g, (wild) => ({ '**/': '(.*/)?', '**': '.*' })[wild] ?? '[^/]*');
  return new RegExp(`^${pattern}$`).test(path);
}
