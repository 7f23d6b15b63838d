/** Code in Python, with the names that jsii gives to what TypeScript names: methods and parameters in snake case, structures by keyword. */
import { Code, Expression, isImporting, Members, namedIn, Statement } from './code';
import { modulesOf } from './imports';
import { laidOut, Piece } from './layout';
import { Encoded } from '../output/encoded';
import { python, pythonComment, pythonLiteral } from '../output/python';

export function pythonOf(code: Code): Encoded<'python'> {
  const { stack, env, head, statements } = code;
  const used = statements.flatMap(({ value }) => namedInPython(value, false));
  const { core, modules, library } = modulesOf(used);
  return python([
    ...head.map(pythonComment),
    ...importOf('aws_cdk', [...new Set(['App', ...env === undefined ? [] : ['Environment'], 'Stack', ...core])].sort()
      .concat(modules.map((name) => `aws_${MODULES[name] ?? name} as ${name}`))),
    ...importOf('cdk_site_to_site_vpn', library),
    'from constructs import Construct',
    '',
    '',
    `class ${stack}Stack(Stack):`,
    '    def __init__(self, scope: Construct, id: str, **kwargs) -> None:',
    '        super().__init__(scope, id, **kwargs)',
    ...isImporting(code) ? ['', '        # Only while the connection is taken into the stack. Once that is done, this and what depends on it can go.',
      '        importing = self.node.try_get_context("importing") is not None'] : [],
    ...statements.flatMap(linesOf),
    '',
    '',
    'app = App()',
    `${stack}Stack(app, ${pythonLiteral(stack)}${env === undefined ? '' : `, env=${laidOut(pieceOf({ kind: 'struct', type: 'Environment', members: env }), 0, 0)}`})`,
    'app.synth()',
  ]);
}

const MODULES: Readonly<Record<string, string>> = { acm: 'certificatemanager' };

/** The parameters of a function are keywords there, and name no structure. */
function namedInPython(expression: Expression, isLast: boolean): string[] {
  switch (expression.kind) {
    case 'struct': return [...isLast ? [] : [expression.type], ...expression.members.flatMap(([, value]) => namedInPython(value, false))];
    case 'list': return expression.items.flatMap((item) => namedInPython(item, false));
    case 'call': return [expression.on, ...expression.args.flatMap((arg, index) => namedInPython(arg, index === expression.args.length - 1))];
    case 'construct': return [expression.type, ...namedInPython(expression.props, true)];
    case 'importing': return [...namedInPython(expression.during, false), ...namedInPython(expression.then, false)];
    default: return namedIn(expression);
  }
}

function importOf(module: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const flat = `from ${module} import ${names.join(', ')}`;
  return flat.length <= 110 ? [flat] : [`from ${module} import ${laidOut({ open: '(', close: ')', elements: names }, 0, flat.length)}`];
}

function linesOf({ variable, comment = [], value, isImporting: isOnlyThen }: Statement): string[] {
  const indent = isOnlyThen === true ? 12 : 8;
  const beginning = `${' '.repeat(indent)}${variable === undefined ? '' : `${snake(variable)} = `}`;
  return [
    '', ...comment.map((line) => `        ${pythonComment(line)}`), ...isOnlyThen === true ? ['        if importing:'] : [],
    `${beginning}${laidOut(pieceOf(value), indent, beginning.length)}`,
  ];
}

function pieceOf(expression: Expression): Piece {
  switch (expression.kind) {
    case 'literal': return pythonLiteral(expression.value);
    case 'list': return { open: '[', close: ']', elements: expression.items.map(pieceOf) };
    case 'struct': return { open: `${expression.type}(`, close: ')', elements: keywords(expression.members) };
    case 'call': return { open: `${calledOn(expression.on)}.${snake(expression.method)}(`, close: ')', elements: argumentsOf(expression.args) };
    case 'construct': return {
      open: `${expression.type}(`, close: ')', elements: ['self', pythonLiteral(expression.id), ...keywords(expression.props.members)],
    };
    case 'member': return `${expression.of}.${expression.member}`;
    case 'variable': return snake(expression.name);
    case 'property': return `${snake(expression.variable)}.${snake(expression.property)}`;
    case 'scope': return 'self';
    case 'importing': return [pieceOf(expression.during), ' if importing else ', pieceOf(expression.then)];
  }
}

function argumentsOf(args: readonly Expression[]): Piece[] {
  const last = args.at(-1);
  if (last?.kind !== 'struct') return args.map(pieceOf);
  return [...args.slice(0, -1).map(pieceOf), ...keywords(last.members)];
}

function keywords(members: Members): Piece[] {
  return members.map(([name, value]) => [`${snake(name)}=`, pieceOf(value)]);
}

/** `Tags.of(customerGateway)` names a variable. */
function calledOn(on: string): string {
  return on.replace(/\((.*)\)$/, (_, name: string) => `(${snake(name)})`);
}

/** As jsii does it for Python. */
export function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
