/** Which resource needs which others first, and the walk through them that CloudFormation makes. */
import { referencesIn } from './intrinsics';
import { dependsOn, Template, ValidationError } from './template';

export type Dependencies = ReadonlyMap<string, readonly string[]>;

/**
 * The dependencies of every resource that is to exist.
 * @throws {ValidationError} on a name that nothing has, and on a circle.
 */
export function dependenciesOf(template: Template, exists: (logicalId: string) => boolean): Dependencies {
  const names = Object.keys(template.Resources).filter(exists);
  const dependencies = new Map(names.map((logicalId) => [logicalId, directDependencies(template, logicalId, exists)]));
  refuseCircles(dependencies);
  return dependencies;
}

/** The same resources with every arrow turned round: what must be gone before a resource can go. */
export function reversed(dependencies: Dependencies): Dependencies {
  const result = new Map<string, string[]>([...dependencies.keys()].map((logicalId) => [logicalId, []]));
  for (const [logicalId, needed] of dependencies) for (const each of needed) result.get(each)?.push(logicalId);
  return result;
}

/**
 * The order in which what depends on something is undone before it. What has to be made anew comes before all that
 * depends on it nevertheless: nothing can refer to it until then.
 */
export function dependentsFirst(dependencies: Dependencies, madeAnew: (logicalId: string) => boolean): Dependencies {
  const result = new Map<string, string[]>([...dependencies.keys()].map((logicalId) => [logicalId, []]));
  for (const [logicalId, needed] of dependencies) {
    for (const each of needed) {
      if (madeAnew(each)) result.get(logicalId)?.push(each);
      else result.get(each)?.push(logicalId);
    }
  }
  return result;
}

/**
 * Visits every resource as soon as all that it needs have been visited, independent ones side by side.
 * A visit that answers false stops everything that depends on it; the others go on until `stopped` says otherwise.
 */
export async function visitInOrder(
  dependencies: Dependencies, visit: (logicalId: string) => Promise<boolean>, stopped: () => boolean = () => false,
): Promise<void> {
  const visits = new Map<string, Promise<boolean>>();
  const visited = (logicalId: string): Promise<boolean> => {
    const known = visits.get(logicalId);
    if (known !== undefined) return known;
    const started = after(logicalId);
    visits.set(logicalId, started);
    return started;
  };
  const after = async (logicalId: string): Promise<boolean> => {
    const ready = await Promise.all((dependencies.get(logicalId) ?? []).map(visited));
    return ready.every(Boolean) && !stopped() && visit(logicalId);
  };
  await Promise.all([...dependencies.keys()].map(visited));
}

function directDependencies(template: Template, logicalId: string, exists: (logicalId: string) => boolean): readonly string[] {
  const resource = template.Resources[logicalId];
  const mentioned = referencesIn(resource.Properties ?? {}).map((reference) => reference.name);
  for (const name of [...mentioned, ...dependsOn(resource)]) {
    const known = name.startsWith('AWS::') || Object.hasOwn(template.Parameters ?? {}, name) || Object.hasOwn(template.Resources, name);
    if (!known) throw new ValidationError(`Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`);
  }
  // A dependency on a resource whose condition is false is no dependency; a Ref in a branch that is taken fails when it is resolved.
  const needed = new Set([...mentioned, ...dependsOn(resource)]);
  return [...needed].filter((name) => Object.hasOwn(template.Resources, name) && exists(name));
}

function refuseCircles(dependencies: Dependencies): void {
  const done = new Set<string>();
  const follow = (logicalId: string, path: readonly string[]): void => {
    if (path.includes(logicalId)) throw new ValidationError(`Circular dependency between resources: [${path.slice(path.indexOf(logicalId)).join(', ')}]`);
    if (done.has(logicalId)) return;
    for (const each of dependencies.get(logicalId) ?? []) follow(each, [...path, logicalId]);
    done.add(logicalId);
  };
  for (const logicalId of dependencies.keys()) follow(logicalId, []);
}
