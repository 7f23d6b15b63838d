/** `adopt`: code that declares a connection as it is, and what takes it into a stack. */
import { Command, Option } from 'commander';
import { EstateOptions, estatesOf, withEstateOptions } from '../estate/options';
import { json } from '../output/json';
import { connectionArgument } from '../terminal/checked-values';
import { EXIT, ExitCode } from '../terminal/command-failure';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';
import { READABLE, writeWholeFile } from '../terminal/written-files';

interface AdoptOptions extends EstateOptions {
  readonly language: 'typescript' | 'python';
  readonly withCustomerGateway?: true;
  readonly mapping?: string;
  readonly json?: true;
}

export const adopt: Verb = (terminal, ends) => withEstateOptions(new Command('adopt'))
  .addArgument(connectionArgument('<connection>', 'the connection, vpn-…'))
  .description('Writes CDK code that declares an existing connection as it is, and the commands that take it into a stack.')
  .addOption(new Option('--language <language>', 'the language of the code').choices(['typescript', 'python']).default('typescript'))
  .option('--with-customer-gateway', 'declare the customer gateway too, instead of taking it as it is')
  .option('--mapping <file>', 'write the resource mapping for `cdk import` into this file, which must not exist')
  .option('--json', 'print one JSON document: code, mapping, commands, and what is not in the code')
  .addHelpText('after', HELP)
  .action(async (id: string, options: AdoptOptions) => ends(await writeCode(id, options, terminal)));

async function writeCode(id: string, options: AdoptOptions, terminal: Terminal): Promise<ExitCode> {
  const [{ connectionIn }, { describe }, { importSteps }, { documentOf, headOf, wholeMapping }] = await Promise.all([
    import('../estate/connection-in'), import('../adopt/description'), import('../adopt/importing'), import('../adopt/writing'),
  ]);
  const { estate, connection } = connectionIn(await estatesOf(options, terminal), id);
  const description = describe(estate, connection, options.withCustomerGateway === true);
  const steps = importSteps(description, options.mapping);
  const write = options.language === 'python' ? (await import('../adopt/python')).pythonOf : (await import('../adopt/typescript')).typescriptOf;
  if (options.mapping !== undefined) await writeMapping(options.mapping, wholeMapping(description));
  const { code } = description;
  if (options.json === true) {
    terminal.out(json(documentOf(description, options.language, write(code), steps)));
  } else {
    terminal.out(write({ ...code, head: headOf(description, options.language, steps) }));
  }
  return description.untranslated.length === 0 ? EXIT.DONE : EXIT.FOUND;
}

/** Never over something, whoever asks: another connection's mapping would be lost. */
async function writeMapping(file: string, mapping: object): Promise<void> {
  await writeWholeFile({ file, option: '--mapping', mode: READABLE.byAll }, json(mapping).text);
}

const HELP = `
Exit status 1 says that something of the connection is not in the code; the code names it.

Examples:
  $ cdk-site-to-site-vpn adopt vpn-0123456789abcdef0 --region eu-central-1 --mapping berlin.json > berlin.ts
  $ cdk-site-to-site-vpn adopt vpn-0123456789abcdef0 --from ticket-4711 --language python
  $ cdk-site-to-site-vpn adopt vpn-0123456789abcdef0 --with-customer-gateway --json`;
