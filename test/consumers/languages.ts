/** The consumers in each language but TypeScript. */
import { readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Consumer, Installs, NotGiven, Packed, Versions } from './consumer';
import { Project } from './project';
import type { Target } from '../../tools/build/packing';

export interface Language {
  readonly target: Target;
  readonly installs: Installs;
}

export const LANGUAGES: Readonly<Record<string, Language>> = {
  python: { target: 'python', installs: python },
  java: { target: 'java', installs: java },
  go: { target: 'go', installs: go },
  dotnet: { target: 'dotnet', installs: dotnet },
};

async function python({ dist }: Packed, { awsCdkLib, constructs }: Versions): Promise<Consumer> {
  const project = new Project('python', 'python');
  const wheel = readdirSync(join(dist, 'python')).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`there is no wheel in ${dist}/python`);
  await project.run('python3', ['-m', 'venv', 'venv']);
  const interpreter = join(project.directory, 'venv', 'bin', 'python');
  await project.run(interpreter, ['-m', 'pip', 'install', '--quiet', join(dist, 'python', wheel), `aws-cdk-lib==${awsCdkLib}`, `constructs==${constructs}`]);
  return {
    synthesize: async (name: string, code?: string) => {
      if (code !== undefined) project.write(`${name}.py`, code);
      await project.run(interpreter, [code === undefined ? 'app.py' : `${name}.py`], { CDK_OUTDIR: name });
      return project.template(name);
    },
    remove: () => project.remove(),
  };
}

async function java({ dist, version }: Packed, { awsCdkLib, constructs }: Versions): Promise<Consumer> {
  const project = new Project('java', 'java');
  // The version of a library that is not published stays the same: an older build of it must not be taken for this one.
  rmSync(join(homedir(), '.m2', 'repository', 'io', 'github', 'cdk-site-to-site-vpn'), { recursive: true, force: true });
  const options = [
    '--quiet', '--batch-mode', `-Ddist=${join(dist, 'java')}`, `-Dlibrary.version=${version}`, `-Dawscdk.version=${awsCdkLib}`,
    `-Dconstructs.version=${constructs}`,
  ];
  await project.run('mvn', [...options, 'compile']);
  return {
    synthesize: async (name: string) => {
      await project.run('mvn', [...options, 'exec:java'], { CDK_OUTDIR: join(project.directory, name) });
      return project.template(name);
    },
    remove: () => project.remove(),
  };
}

async function go({ dist }: Packed, { awsCdkLib, constructs }: Versions): Promise<Consumer> {
  const project = new Project('go', 'go');
  const library = 'github.com/cdk-site-to-site-vpn/cdk-site-to-site-vpn-go/cdksitetositevpn';
  project.write('go.mod', [
    'module example', '', 'go 1.25', '',
    'require (', `\tgithub.com/aws/aws-cdk-go/awscdk/v2 v${awsCdkLib}`, `\tgithub.com/aws/constructs-go/constructs/v10 v${constructs}`, `\t${library} v0.0.0`, ')', '',
    `replace ${library} => ${join(dist, 'go', 'cdksitetositevpn')}`, '',
  ].join('\n'));
  // Beside a proxy that lacks a version which aws-cdk-go asks for: MODULE=MODULE@VERSION, as `go mod edit -replace` takes it.
  const replaced = (process.env.GO_REPLACE ?? '').split(' ').filter((each) => each !== '');
  for (const each of replaced) await project.run('go', ['mod', 'edit', `-replace=${each}`]);
  await tidied(project);
  await project.run('go', ['build', '-o', 'application', '.']);
  return {
    synthesize: async (name: string) => {
      await project.run(join(project.directory, 'application'), [], { CDK_OUTDIR: join(project.directory, name) });
      return project.template(name);
    },
    remove: () => project.remove(),
  };
}

async function tidied(project: Project): Promise<void> {
  try {
    await project.run('go', ['mod', 'tidy']);
  } catch (error) {
    const notGiven = /\S+@v\S+: (?:verifying module|reading https:).*/.exec((error as Error).message);
    throw notGiven === null ? error : new NotGiven(`the Go module proxy does not give what it needs: ${notGiven[0].replace(/https:\/\/\S+ ?/, '')}`);
  }
}

async function dotnet({ dist, version }: Packed, { awsCdkLib, constructs }: Versions): Promise<Consumer> {
  const project = new Project('dotnet', 'dotnet');
  const versions = [`-p:LibraryVersion=${version}`, `-p:AwsCdkVersion=${awsCdkLib}`, `-p:ConstructsVersion=${constructs}`];
  // Beside whatever the machine takes packages from.
  await project.run('dotnet', ['restore', `-p:RestoreAdditionalProjectSources=${join(dist, 'dotnet')}`, ...versions]);
  return {
    synthesize: async (name: string) => {
      await project.run('dotnet', ['run', '--no-restore', ...versions], { CDK_OUTDIR: join(project.directory, name) });
      return project.template(name);
    },
    remove: () => project.remove(),
  };
}
