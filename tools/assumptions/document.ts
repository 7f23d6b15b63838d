/** `docs/aws-assumptions.md`, made of the table. */
import { CONFIDENCES } from './assumption';
import { CHECKED_NAMES } from './check/stages';
import { Assumption, ASSUMPTIONS, CHAPTERS } from './table';

export const DOCUMENT = 'docs/aws-assumptions.md';

export function documentText(): string {
  return `${[...introduction(), ...CHAPTERS.flatMap(({ title, assumptions }) => [`## ${title}`, '', ...assumptions.flatMap(section)])].join('\n').trimEnd()}\n`;
}

function introduction(): string[] {
  const switches = ASSUMPTIONS.filter((each) => each.switch !== undefined).length;
  return [
    '# What is assumed about AWS',
    '',
    '<!-- Written by `npx projen assumptions` from the table in tools/assumptions/. Edit that. -->',
    '',
    '**Nothing here has ever been run against AWS**, neither the library nor the program below. This is what both rely on, where it',
    'comes from, how sure it is, and the AWS CLI commands that would prove it on a live account.',
    '',
    `There are ${ASSUMPTIONS.length} assumptions. ${switches} are switches of the rehearsal: every value was played, and the library has to come out right`,
    `under each, so that a wrong default changes nothing but a rehearsal's figures. The ${ASSUMPTIONS.length - switches} rules without a switch are what a move is`,
    'planned by; if one of them does not hold, please open an issue.',
    '',
    '| confidence | means |',
    '|---|---|',
    ...Object.entries(CONFIDENCES).map(([name, meaning]) => `| ${name} | ${meaning} |`),
    '',
    '## Check them in a sandbox of your own',
    '',
    '```console',
    'npx projen assumptions:check -- --region eu-central-1',
    '```',
    '',
    `asks EC2 about ${CHECKED_NAMES.length} of them: those marked *checked by the program*. It says first what it makes, what that costs about and how long it`,
    'takes, and asks. It makes everything itself, tagged, in no network of yours; writes the id of each thing to a file; and deletes all',
    'of it in the end, also when it fails or is interrupted. `--clean-up FILE` does that for a run that could not. It prints no key. The',
    'tests run it against the embedded EC2 with every value of every switch that it claims to check, and see it said.',
    '',
    '## The commands by hand',
    '',
    'They want `AWS_REGION` and, as variables, what they are about: `$VPN` a connection with static routes on `$VGW`, whose customer gateway',
    'is `$CGW`; `$OTHER_VGW`, `$TGW` and `$OTHER_TGW` where it can go; `$VPC` and its `$ROUTE_TABLE`; `$TABLE` a route table of `$TGW`, and',
    '`$ATTACHMENT` the connection\'s on it. Use no connection that anybody needs. Descriptions of connections hold the pre-shared keys: keep the',
    '`--query`.',
    '',
  ];
}

function section(assumption: Assumption): string[] {
  const { name, assumed, confidence, sources, commands, reading } = assumption;
  return [
    `### ${name}`,
    '',
    assumed,
    '',
    ...question(assumption),
    `- Confidence: ${confidence}.`,
    `- Source: ${sources.join(' · ')}`,
    `- Switch: ${switchWords(assumption)}`,
    `- On a live account: ${CHECKED_NAMES.includes(name) ? '*checked by the program*, or by hand' : 'by hand only'}:`,
    '',
    '```console',
    ...commands,
    '```',
    '',
    reading,
    '',
  ];
}

function question(assumption: Assumption): string[] {
  return assumption.switch === undefined ? [] : [`- Question: ${assumption.switch.question}`];
}

function switchWords({ name, values, ...assumption }: Assumption): string {
  if (assumption.switch === undefined) return 'none: the emulation knows only this.';
  const [first, ...others] = values.map((value) => `\`${value}\``);
  return `\`${name}\` in \`${assumption.switch.file}\`: ${first} by default; ${others.join(', ')}.`;
}
