/** What is packed: the bundles, and the library for each language. */
import { awscdk, Task } from 'projen';

export function bundleLambdas(project: awscdk.AwsCdkConstructLibrary): Task {
  const task = project.addTask('bundle', { description: 'Bundles the Lambda functions into assets/, and the command into bin/' });
  task.exec('rolldown -c tools/build/lambda-bundle.config.mts');
  task.exec('rolldown -c tools/build/command-bundle.config.mts');
  project.preCompileTask.spawn(task);
  return task;
}

/** Nothing else is, but what npm never leaves out: package.json, README, licence, and the bundled library. */
export function listWhatIsPacked(project: awscdk.AwsCdkConstructLibrary): void {
  project.package.addField('files', [
    '.jsii', 'API.md', 'SECURITY.md', 'sbom.cdx.json',
    'lib/**/*.js', 'lib/**/*.d.ts',
    ...['assets/*', 'bin'].map((folder) => `${folder}/THIRD-PARTY-LICENSES.txt`), 'assets/*/index.js', 'bin/cdk-site-to-site-vpn.js',
  ]);
}

export function packageForEveryLanguage(project: awscdk.AwsCdkConstructLibrary): void {
  // What jsii does not write any more would stay, and be published.
  project.compileTask.prependExec('node -e "fs.rmSync(\'lib\', { recursive: true, force: true })"');
  // A build is for npm; the other languages take minutes and the toolchain of each.
  project.packageTask.reset();
  project.packageTask.spawn(project.tasks.tryFind('package:js')!);
  for (const language of ['js', 'python', 'java', 'dotnet', 'go']) {
    // By itself jsii-pacmak writes an .npmignore where there is none.
    project.tasks.tryFind(`package:${language}`)!.reset(`jsii-pacmak -v --no-npmignore --target ${language}`);
  }
  const all = project.tasks.tryFind('package-all')!;
  all.reset('tsx tools/build/package-all.ts');
  all.description = 'Packages for every language whose toolchain is on this machine, and says which are left out and why';
  project.addTask('test:consumers', {
    description: 'Installs the package in a project of each language, synthesizes the README\'s first example and compares it with TypeScript\'s',
    exec: 'tsx test/consumers/cli.ts',
    receiveArgs: true,
  });
}
