/**
 * The consumer in TypeScript: the tarball, aws-cdk-lib and constructs, and nothing else. Its applications are compiled by the compiler of
 * this repository, and synthesized where neither the network nor any other program can be reached.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Consumer, Packed, Versions } from './consumer';
import { Project } from './project';
import { readmeExample } from './readme-example';

const COMPILER = require.resolve('typescript/bin/tsc');
const OPTIONS = { strict: true, skipLibCheck: true, target: 'es2022', module: 'commonjs', moduleResolution: 'bundler', types: [] };

/** What the library once needed, or others need in its place, and a user is not to install. */
const UNWANTED = ['esbuild', 'rolldown', 'typescript', '@aws-sdk/client-ec2', 'jsii'];

interface Function {
  readonly Type: string;
  readonly Properties?: { readonly Handler?: string; readonly Code?: { readonly S3Key?: string } };
}

export interface TypeScriptConsumer extends Consumer {
  readonly project: Project;
}

export async function typescript({ dist }: Packed, { awsCdkLib, constructs }: Versions): Promise<TypeScriptConsumer> {
  const project = new Project('typescript');
  const tarball = readdirSync(join(dist, 'js')).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`there is no tarball in ${dist}/js`);
  project.write('package.json', JSON.stringify({ name: 'consumer', private: true }));
  const packages = [join(dist, 'js', tarball), `aws-cdk-lib@${awsCdkLib}`, `constructs@${constructs}`];
  await project.run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', ...packages]);
  const unwanted = UNWANTED.filter((name) => project.has(join('node_modules', name)));
  if (unwanted.length > 0) throw new Error(`the consumer got ${unwanted.join(', ')} installed`);
  return {
    project,
    synthesize: async (name, code = readmeExample()) => {
      project.write(`${name}.ts`, code);
      project.write('tsconfig.json', JSON.stringify({ compilerOptions: OPTIONS, files: [`${name}.ts`] }));
      await project.run(process.execPath, [COMPILER]);
      await project.run(process.execPath, ['--require', join(__dirname, 'no-outside.cjs'), `${name}.js`], { CDK_OUTDIR: name, PATH: '' });
      requireAssets(project, name);
      return project.template(name);
    },
    remove: () => project.remove(),
  };
}

/** The code of every function lies in the cloud assembly, with the file that its handler names. */
function requireAssets(project: Project, assembly: string): void {
  const { Resources } = JSON.parse(project.template(assembly)) as { Resources: Record<string, Function> };
  const functions = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  for (const [logicalId, { Properties }] of functions) {
    const [hash, file] = [Properties?.Code?.S3Key?.replace(/\.zip$/, ''), Properties?.Handler?.split('.')[0]];
    const code = join(assembly, `asset.${hash}`, `${file}.js`);
    if (!project.has(code) || readFileSync(join(project.directory, code)).length === 0) throw new Error(`the code of ${logicalId}, ${code}, is missing`);
  }
}
