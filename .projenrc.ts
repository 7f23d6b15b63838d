/** The only hand-written configuration: every other dot file, tsconfig and package.json follows from it (`npx projen`). */
import { awscdk, javascript } from 'projen';

const ROLLDOWN = 'rolldown -c build-tools/lambda-bundle.config.mjs';

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
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@aws-sdk/client-cloudformation@3.1169.0',
    '@aws-sdk/client-dynamodb@3.1162.0',
    '@aws-sdk/client-ec2@3.1169.0',
    '@aws-sdk/credential-provider-env',
    '@aws-cdk/integ-runner@2.197.10',
    '@smithy/core',
    '@types/aws-lambda',
    'aws-cdk-lib-newest@npm:aws-cdk-lib@2.276.0',
    'cdk-nag@3.0.2',
    'commander@^14',
    'dynalite@4.0.0',
    'fast-check@^4',
    'fast-xml-parser@^5',
    'rolldown@1.2.19',
    'tsx@^4',
  ],

  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  tsconfig: { compilerOptions: { types: ['node'] } },
  tsconfigDev: { compilerOptions: { types: ['node', 'jest', 'aws-lambda'] } },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { testTimeout: 60_000 },
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'lambda', 'rehearsal', 'integ', 'build-tools'] },
  npmIgnoreOptions: {
    ignorePatterns: ['/lambda/', '/rehearsal/', '/integ/', '/rosetta/', '/build-tools/', '/docs/', '/.ci/', '.jsii.tabl.json'],
  },
  gitignore: ['/assets/', '/.rehearsal/', '.jsii.tabl.json', 'cdk.out/', 'integ/**/*.snapshot/**/asset.*'],
});

// Lock files carry no download address, so that everybody's lock agrees whatever registry mirror is used.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.npmrc.addConfig('audit', 'false');
project.npmrc.addConfig('fund', 'false');
project.package.addPackageResolutions('unrs-resolver@1.12.2');

project.synth();
void ROLLDOWN;
