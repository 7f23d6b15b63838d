/** Every dot file, tsconfig and package.json follows from this and from projenrc/ (`npx projen`); none of them is written by hand. */
import { awscdk, javascript } from 'projen';
import { findDeadCode } from './projenrc/dead-code';
import { bundleLambdas, listWhatIsPacked, packageForEveryLanguage } from './projenrc/packaging';
import { LATE_IMPORTS, ROOMS, typecheckEveryRoom } from './projenrc/rooms';
import { addTasks } from './projenrc/tasks';
import { addTestTasks } from './projenrc/test-tasks';
import { keepLayersApart } from './projenrc/walls';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-site-to-site-vpn',
  description: 'AWS Site-to-Site VPN connections in the AWS CDK, and the move of an existing one to another gateway without losing a route.',
  author: 'cdk-site-to-site-vpn maintainers',
  authorAddress: 'maintainers@cdk-site-to-site-vpn.example',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-site-to-site-vpn/cdk-site-to-site-vpn.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-site-to-site-vpn maintainers',
  defaultReleaseBranch: 'main',
  stability: 'experimental',
  keywords: ['aws-cdk', 'awscdk', 'vpn', 'site-to-site-vpn', 'transit-gateway', 'virtual-private-gateway', 'customer-gateway', 'migration', 'networking'],
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  github: false,
  release: false,
  depsUpgrade: false,
  sampleCode: false,
  docgenFilePath: 'API.md',

  // Each ecosystem's own form of the one name; on Maven Central a group is what its owner can show to own, here an organization at GitHub.
  publishToPypi: { distName: 'cdk-site-to-site-vpn', module: 'cdk_site_to_site_vpn' },
  publishToMaven: {
    javaPackage: 'io.github.cdksitetositevpn', mavenGroupId: 'io.github.cdk-site-to-site-vpn', mavenArtifactId: 'cdk-site-to-site-vpn',
  },
  publishToNuget: { dotNetNamespace: 'CdkSiteToSiteVpn', packageId: 'CdkSiteToSiteVpn' },
  publishToGo: { moduleName: 'github.com/cdk-site-to-site-vpn/cdk-site-to-site-vpn-go', packageName: 'cdksitetositevpn' },

  // 2.257.0: the first with cdk-nag 3 as a peer and the last that integ-runner's assembly schema reads.
  cdkVersion: '2.257.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.16.0',

  // ipaddr.js is the one library that constructs need at run time; jsii ships it inside the package.
  deps: ['ipaddr.js@2.5.0'],
  bundledDeps: ['ipaddr.js'],
  devDeps: [
    '@aws-cdk/aws-ec2-alpha@2.200.1-alpha.0', // the newest that the registry has; its peer is any aws-cdk-lib from 2.200.1 on
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@aws-sdk/client-cloudformation@3.1169.0',
    '@aws-sdk/client-cloudwatch@3.1162.0',
    '@aws-sdk/client-direct-connect@3.1048.0',
    '@aws-sdk/client-dynamodb@3.1162.0',
    '@aws-sdk/client-ec2@3.1169.0',
    '@aws-sdk/client-eventbridge@3.1169.0',
    '@aws-sdk/client-secrets-manager@3.1162.0',
    '@aws-sdk/client-service-quotas@3.1138.0',
    '@aws-sdk/client-sts@3.1169.0',
    '@aws-sdk/credential-provider-env',
    '@aws-cdk/integ-runner@2.197.10',
    '@smithy/core',
    '@types/aws-lambda',
    'ajv@^8',
    'aws-cdk@2.1115.1',
    'aws-cdk-lib-newest@npm:aws-cdk-lib@2.276.0',
    '@mermaid-js/tiny@11.17.2', // Mermaid's own parser in one file, to read back what `plan --markdown` draws
    '@cdklabs/cdk-validator-cfnguard@0.0.62', // the rules of AWS Control Tower, and the program that judges by them
    'cdk-nag@3.0.2',
    'commander@^14',
    'dynalite@4.0.0',
    'esbuild@0.28.2', // for the comparison in bench only
    'fast-check@^4',
    'fast-xml-parser@^5',
    'playwright-core@1.65.1', // drives the browser that Debian has; it brings none
    'jsdom@26.1.0', // the newest that runs on the oldest Node that is supported; Mermaid's parser asks for a document
    'knip@6.42.1',
    'mdast-util-from-markdown@2.1.0',
    'mdast-util-gfm@3.1.0',
    'micromark-extension-gfm@3.0.0',
    'rolldown@1.2.19',
    'tsx@^4',
  ],

  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  tsconfig: { compilerOptions: { types: ['node'] } },
  tsconfigDev: { compilerOptions: { ...LATE_IMPORTS, types: ['node', 'jest', 'aws-lambda'] } },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      // A worker with a gigabyte in its heap takes longer to go than Jest's half a second; one with something left open never goes.
      additionalOptions: { workerGracefulExitTimeout: 10_000 },
      globalSetup: '<rootDir>/test/temporary-folder/setup.ts',
      globalTeardown: '<rootDir>/test/temporary-folder/teardown.ts',
      testTimeout: 60_000,
      collectCoverage: false, // `npm test -- --coverage` when somebody wants to look
      maxWorkers: '100%',
      testPathIgnorePatterns: ['<rootDir>/test/newest-cdk/', '\\.long\\.test\\.ts$'], // these have commands of their own
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/'],
    },
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', ...Object.keys(ROOMS)],
    fileExtensions: ['.ts', '.mts'],
    // Checking never edits: `npx projen eslint --fix` does, when asked to.
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
  },
  // One file with everything in it, so that the library's users install nothing for it.
  bin: { 'cdk-site-to-site-vpn': 'bin/cdk-site-to-site-vpn.js' },
  npmignoreEnabled: false, // what is packed is listed: a key that lies about in the folder is not, whatever its name
  gitignore: ['/assets/', '/bin/', '/.rehearsal/', '/.template-lint/', '.jsii.tabl.json', 'cdk.out/', 'integ/**/*.snapshot/**/asset.*', 'integ/cdk-integ.out.*', '/assumptions-*.json'],
});

installReproducibly();
typecheckEveryRoom(project);
const bundle = bundleLambdas(project);
keepLayersApart(project);
findDeadCode(project);
addTasks(project, bundle);
addTestTasks(project, bundle);
listWhatIsPacked(project);
packageForEveryLanguage(project);
project.synth();

/** Lock files carry no download address, so that everybody's lock agrees whatever registry mirror is used. */
function installReproducibly(): void {
  project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
  project.npmrc.addConfig('audit', 'false');
  project.npmrc.addConfig('fund', 'false');
  project.package.addPackageResolutions('unrs-resolver@1.12.2');
  // Who installs it can see from which commit of which repository it was built.
  project.package.addField('publishConfig', { access: 'public', provenance: true });
}
