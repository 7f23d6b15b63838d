/** What can be run besides the tests: rehearsal, benchmarks, proofs, snapshots, generated documents. */
import { awscdk, Task } from 'projen';

export function addTasks(project: awscdk.AwsCdkConstructLibrary, bundle: Task): void {
  project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
  project.tasks.addEnvironment('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');

  // Standard output belongs to the rehearsal: with --json it is one JSON document.
  const rehearse = project.addTask('rehearse', { description: 'Plays every scenario of a move against the embedded EC2' });
  rehearse.exec('rolldown -c tools/build/lambda-bundle.config.mts >/dev/null');
  rehearse.exec('tsx tools/rehearsal/cli.ts', { receiveArgs: true });

  const bench = project.addTask('bench', { description: 'Measures the interruption that a move adds to EC2\'s provisioning, beside the least it could be, and `inventory` on large estates' });
  bench.exec('rolldown -c tools/build/lambda-bundle.config.mts >/dev/null');
  bench.exec('rolldown -c tools/build/command-bundle.config.mts >/dev/null');
  bench.exec('tsx tools/bench/interruption.mts', { receiveArgs: true });

  const inventory = project.addTask('bench:inventory', { description: 'Measures `inventory` on estates of thousands of connections, live and saved' });
  inventory.exec('rolldown -c tools/build/command-bundle.config.mts >/dev/null');
  inventory.exec('tsx tools/bench/inventory.mts', { receiveArgs: true });

  const document = project.addTask('bench:document', { description: 'Measures everything and writes docs/benchmarks.md' });
  document.spawn(bundle);
  document.spawn(project.compileTask);
  document.exec('tsx tools/bench/document.mts', { receiveArgs: true });

  project.addTask('simulate', {
    description: 'Tells seeded stories of a move, or of a stack\'s life, in which things go wrong, and judges each', exec: 'tsx test/simulation/cli.ts', receiveArgs: true,
  });

  project.addTask('prove:devices', {
    description: 'Proves by strongSwan, Libreswan, FRR and BIRD themselves what is rendered for a device; needs root and Debian\'s packages',
    exec: 'tsx test/devices/prove.ts', receiveArgs: true,
  });

  // A region, or every application waits for instance metadata; no stack traces, or the snapshots would name this machine's paths.
  const env = { AWS_REGION: 'us-east-1', CDK_DISABLE_STACK_TRACE: '1' };
  const integRunner = "integ-runner --directory integ --test-regex '^integ\\..*\\.ts$' --app 'tsx --stack-trace-limit=0 {filePath}'";
  const integ = project.addTask('integ', { description: 'Compares the integration applications with their snapshots, offline', env });
  integ.spawn(bundle);
  integ.exec(integRunner, { receiveArgs: true });
  const snapshot = project.addTask('integ:snapshot', { description: 'Writes the snapshots anew, without deploying anything', env });
  snapshot.spawn(bundle);
  // As many at a time as Regions are named; none of them is asked anything.
  const write = `${integRunner} --dry-run --update-on-failed --parallel-regions us-east-1,us-east-2,us-west-1,us-west-2`;
  snapshot.exec(`tsx tools/build/integ-snapshots/main.ts integ ${write}`);

  project.postCompileTask.spawn(project.addTask('sbom', {
    description: 'Writes what the package ships of others, from the notices beside the bundles', exec: 'tsx tools/build/sbom.mts',
  }));
  project.postCompileTask.spawn(project.addTask('assumptions', {
    description: 'Writes docs/aws-assumptions.md from the table in tools/assumptions/', exec: 'tsx tools/assumptions/write-document.ts',
  }));
  project.postCompileTask.spawn(project.addTask('findings', {
    description: 'Writes docs/findings.md from the table in src/contract/finding-kinds.ts', exec: 'tsx tools/build/findings/write-document.ts',
  }));
  project.postCompileTask.spawn(project.addTask('resource-counts', {
    description: 'Writes docs/resources.md: how many resources everything adds to a stack', exec: 'tsx tools/build/resource-counts/write-document.ts',
  }));
  project.addTask('lint:templates', {
    description: 'Lints every example, snippet of the README and integration application by cfn-lint, checkov, the Control Tower rules and cdk-nag; writes docs/compliance.md with --write',
    exec: 'tsx tools/build/template-lint/main.ts', receiveArgs: true, env: { CDK_VALIDATION: 'false' },
  });
  project.addTask('assumptions:check', {
    description: 'Checks in a sandbox of your AWS account what is assumed of EC2; costs money, asks before', exec: 'tsx tools/assumptions/check/main.ts', receiveArgs: true,
  });
  project.postCompileTask.spawn(project.addTask('rosetta', {
    description: 'Compiles every example of README and docstrings',
    exec: 'jsii-rosetta extract --compile --fail --strict',
  }));
  project.addTask('bench:bundle', { description: 'Sizes and loading times of the bundle and its alternatives', exec: 'tsx tools/bench/bundle.mts', receiveArgs: true });
}
