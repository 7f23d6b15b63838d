/** Where what code names comes from. */

/** Of what is named, what the CDK's own module has; everything else that is not in a module of a service is the library's. */
const CORE: ReadonlySet<string> = new Set(['CfnOutput', 'Duration', 'RemovalPolicy', 'Tags']);

export interface Modules {
  readonly core: readonly string[];
  /** Modules of services by the names under which they are imported, such as `logs`. */
  readonly modules: readonly string[];
  readonly library: readonly string[];
}

/** @param named classes, enumerations and structures; what code calls of a variable is in lower case */
export function modulesOf(named: readonly string[]): Modules {
  const all = [...new Set(named)].filter((name) => name !== '').sort();
  const roots = all.map((name) => name.split('.')[0].replace(/\(.*$/, ''));
  return {
    core: [...new Set(roots.filter((name) => CORE.has(name)))],
    modules: [...new Set(roots.filter((name) => /^[a-z]/.test(name)))],
    library: [...new Set(roots.filter((name) => /^[A-Z]/.test(name) && !CORE.has(name)))],
  };
}
