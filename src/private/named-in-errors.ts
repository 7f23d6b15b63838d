/**
 * Every error that leaves a public construct names the construct's path, which who made two hundred of them needs to find the one.
 *
 * One decorator on the class instead of a scope in every check: checks judge plain values and know no construct.
 */
import { types } from 'node:util';
import { Construct, IConstruct, Node } from 'constructs';

/** Errors that name a path already. They are told by the construct that is nearest to what is wrong, the innermost one. */
const reported = new WeakSet<Error>();

type ConstructClass = new (...args: any[]) => Construct;

/**
 * Decorates a construct class: what its constructor, methods, accessors and static `from…` throw begins with the construct's path.
 *
 * It is the very error that was thrown, of its own type and with its stack and cause, whoever threw it. What a class that extends this
 * one throws in its own constructor is left alone.
 */
export function namedInErrors<Class extends ConstructClass>(constructor: Class): Class {
  nameInMembers(constructor.prototype, function (this: unknown) { return pathIn((this as Partial<IConstruct> | undefined)?.node); });
  nameInMembers(constructor, (scope, id) => pathOf(scope, id), (member) => member.startsWith('from'));
  // aws-cdk-lib wraps its classes in the same way (`propertyInjectable`). The name is computed, and nothing else
  // names the class, since stacks show the first name that V8 finds.
  const { name } = constructor;
  return {
    [name]: class extends constructor {
      constructor(...args: any[]) {
        try {
          super(...args);
        } catch (error) {
          throw naming(error, () => pathOf(args[0], args[1]));
        }
      }
    },
  }[name];
}

type PathOf = (this: unknown, ...args: any[]) => string | undefined;

/** Wraps the functions and accessors that an object has by itself, but its constructor. */
function nameInMembers(owner: object, path: PathOf, isMeant: (member: string) => boolean = () => true): void {
  for (const [member, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
    if (member === 'constructor' || !isMeant(member)) continue;
    const { get, value } = descriptor;
    if (get !== undefined) Object.defineProperty(owner, member, { ...descriptor, get: nameInFunction(get, path) });
    if (typeof value === 'function') Object.defineProperty(owner, member, { ...descriptor, value: nameInFunction(value, path) });
  }
}

function nameInFunction(body: (...args: any[]) => any, path: PathOf): (...args: any[]) => any {
  const wrapped = function (this: unknown, ...args: any[]): unknown {
    try {
      return body.apply(this, args);
    } catch (error) {
      throw naming(error, () => path.apply(this, args));
    }
  };
  return Object.defineProperty(wrapped, 'name', { value: body.name, configurable: true });
}

/** Without a scope there is no tree, and no path. */
function pathIn(node: Node | undefined): string | undefined {
  return node?.scope === undefined ? undefined : node.path;
}

/** Where the construct would stand: it may not be there yet. */
function pathOf(scope: unknown, id: unknown): string | undefined {
  if (!Construct.isConstruct(scope) || typeof id !== 'string') return undefined;
  return [scope.node.path, id.replaceAll(Node.PATH_SEP, '--')].filter((part) => part !== '').join(Node.PATH_SEP);
}

/** The stack holds a copy of the message, and is what the command line shows. A message that cannot be written stays as it is. */
function naming(error: unknown, path: () => string | undefined): unknown {
  if (!types.isNativeError(error) || reported.has(error)) return error;
  reported.add(error);
  const where = path();
  const { message, stack } = error;
  if (where === undefined || where === '' || !Reflect.set(error, 'message', `${where}: ${message}`)) return error;
  if (stack !== undefined) Reflect.set(error, 'stack', stack.replace(message, () => error.message));
  return error;
}
