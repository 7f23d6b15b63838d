/** Code in TypeScript. */
import { Code, Expression, isImporting, Members, namedIn, Statement } from './code';
import { modulesOf } from './imports';
import { laidOut, Piece } from './layout';
import { Encoded } from '../output/encoded';
import { typescript, typescriptComment, typescriptLiteral } from '../output/typescript';

const STEP = 2;

export function typescriptOf(code: Code): Encoded<'typescript'> {
  const { stack, env, head, statements } = code;
  const used = statements.flatMap(({ value }) => namedIn(value));
  const { core, modules, library } = modulesOf(used);
  return typescript([
    ...head.map(typescriptComment),
    ...importOf(['App', 'Stack', 'StackProps', ...core], 'aws-cdk-lib'),
    ...modules.map((name) => `import * as ${name} from 'aws-cdk-lib/aws-${MODULES[name] ?? name}';`),
    ...importOf(library, 'cdk-site-to-site-vpn'),
    'import { Construct } from \'constructs\';',
    '',
    `export class ${stack}Stack extends Stack {`,
    '  constructor(scope: Construct, id: string, props?: StackProps) {',
    '    super(scope, id, props);',
    ...isImporting(code) ? ['', '    // Only while the connection is taken into the stack. Once that is done, this and what depends on it can go.',
      '    const importing = this.node.tryGetContext(\'importing\') !== undefined;'] : [],
    ...statements.flatMap(linesOf),
    '  }',
    '}',
    '',
    'const app = new App();',
    `new ${stack}Stack(app, ${typescriptLiteral(stack)}${env === undefined ? '' : `, ${laidOut(structure([['env', { kind: 'struct', type: '', members: env }]]), 0, 0, STEP)}`});`,
  ]);
}

const MODULES: Readonly<Record<string, string>> = { acm: 'certificatemanager' };

function importOf(names: readonly string[], from: string): string[] {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return [];
  const open = laidOut({ open: '{', close: '}', padding: ' ', elements: sorted }, 0, `import  from '${from}';`.length, STEP);
  return [`import ${open} from '${from}';`];
}

function linesOf({ variable, comment = [], value, isImporting: isOnlyThen }: Statement): string[] {
  const beginning = `    ${isOnlyThen === true ? 'if (importing) ' : ''}${variable === undefined ? '' : `const ${variable} = `}`;
  return ['', ...comment.map((line) => `    ${typescriptComment(line)}`), `${beginning}${laidOut(pieceOf(value), 4, beginning.length + 1, STEP)};`];
}

function pieceOf(expression: Expression): Piece {
  switch (expression.kind) {
    case 'literal': return typescriptLiteral(expression.value);
    case 'list': return { open: '[', close: ']', elements: expression.items.map(pieceOf) };
    case 'struct': return structure(expression.members);
    case 'call': return { open: `${expression.on}.${expression.method}(`, close: ')', elements: expression.args.map(pieceOf) };
    case 'construct': return [`new ${expression.type}(this, ${typescriptLiteral(expression.id)}, `, structure(expression.props.members), ')'];
    case 'member': return `${expression.of}.${expression.member}`;
    case 'variable': return expression.name;
    case 'property': return `${expression.variable}.${expression.property}`;
    case 'scope': return 'this';
    case 'importing': return ['importing ? ', pieceOf(expression.during), ' : ', pieceOf(expression.then)];
  }
}

function structure(members: Members): Piece {
  return {
    open: '{', close: '}', padding: ' ',
    elements: members.map(([name, value]): Piece => (value.kind === 'variable' && value.name === name ? name : [`${name}: `, pieceOf(value)])),
  };
}
