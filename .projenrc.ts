/** The only hand-written configuration: every other dot file, tsconfig and package.json follows from it (`npx projen`). */
import { awscdk, javascript, JsonFile } from 'projen';

/** Code beside src that is run from its sources or bundled, never compiled into lib: each room is type-checked by itself. */
const ROOMS: Record<string, string[]> = {
  'assumptions': ['node'],
  'lambda': ['node', 'aws-lambda'],
  'rehearsal': ['node', 'aws-lambda'],
  'cli': ['node', 'aws-lambda'],
  'integ': ['node'],
  'bench': ['node'],
  'examples': ['node'],
  'build-tools': ['node'],
};

/** What is imported only when it is needed is found as everything else is; Node's own resolution would ask for the ending `.js`. */
const LATE_IMPORTS = { module: 'commonjs', moduleResolution: javascript.TypeScriptModuleResolution.BUNDLER };

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
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@aws-sdk/client-cloudformation@3.1169.0',
    '@aws-sdk/client-cloudwatch@3.1162.0',
    '@aws-sdk/client-direct-connect@3.1048.0',
    '@aws-sdk/client-dynamodb@3.1162.0',
    '@aws-sdk/client-ec2@3.1169.0',
    '@aws-sdk/client-eventbridge@3.1169.0',
    '@aws-sdk/client-secrets-manager@3.1162.0',
    '@aws-sdk/client-service-quotas@3.1138.0',
    '@aws-sdk/credential-provider-env',
    '@aws-cdk/integ-runner@2.197.10',
    '@smithy/core',
    '@types/aws-lambda',
    'ajv@^8',
    'aws-cdk@2.1115.1',
    'aws-cdk-lib-newest@npm:aws-cdk-lib@2.276.0',
    'cdk-nag@3.0.2',
    'commander@^14',
    'dynalite@4.0.0',
    'esbuild@0.28.2', // for the comparison in bench only
    'fast-check@^4',
    'fast-xml-parser@^5',
    'knip@6.42.1',
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
  npmIgnoreOptions: {
    ignorePatterns: [
      ...Object.keys(ROOMS).map((room) => `/${room}/`),
      '/rosetta/', '/docs/', '/.ci/', '/.rehearsal/', '.jsii.tabl.json', '/AGENTS.md', '/CONTRIBUTING.md', '/knip.json',
    ],
  },
  gitignore: ['/assets/', '/bin/', '/.rehearsal/', '.jsii.tabl.json', 'cdk.out/', 'integ/**/*.snapshot/**/asset.*', '/assumptions-*.json'],
});

installReproducibly();
typecheckEveryRoom();
const bundle = bundleLambdas();
keepLayersApart();
findDeadCode();
addTasks();
packageForEveryLanguage();
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

function typecheckEveryRoom(): void {
  // Bundlers and test runners see one file at a time: a type that is passed on must be marked as one.
  const common = { noEmit: true, rootDir: '..', isolatedModules: true };
  const config = (fileName: string, include: string[], compilerOptions: javascript.TypeScriptCompilerOptions) =>
    new javascript.TypescriptConfig(project, { fileName, include, compilerOptions: { ...common, ...compilerOptions } })
      .addExtends(project.tsconfig!);
  const OTHERWISE: Readonly<Record<string, javascript.TypeScriptCompilerOptions>> = {
    cli: LATE_IMPORTS,
    // An example imports the package as its users do.
    examples: { paths: { 'cdk-site-to-site-vpn': ['../src'] } },
  };
  for (const [room, types] of Object.entries(ROOMS)) {
    config(`${room}/tsconfig.json`, ['**/*.ts', '**/*.mts'], { types, ...OTHERWISE[room] });
  }
  // The others import each other: all of them in one program take little longer than the largest alone.
  const alike = Object.keys(ROOMS).filter((room) => !(room in OTHERWISE));
  config('build-tools/rooms.tsconfig.json', alike.flatMap((room) => [`../${room}/**/*.ts`, `../${room}/**/*.mts`]), { types: ['node', 'aws-lambda'] });

  project.addTask('typecheck', {
    description: 'Type-checks what jsii does not compile',
    exec: `tsx build-tools/typecheck.mts test build-tools/rooms.tsconfig.json ${Object.keys(OTHERWISE).join(' ')}`,
  });
}

function bundleLambdas() {
  const task = project.addTask('bundle', { description: 'Bundles the Lambda functions into assets/, and the command into bin/' });
  task.exec('rolldown -c build-tools/lambda-bundle.config.mts');
  task.exec('rolldown -c build-tools/command-bundle.config.mts');
  project.preCompileTask.spawn(task);
  return task;
}

/** The table in docs/architecture.md as rules; test/layers.test.ts plants a violation of each. */
function keepLayersApart(): void {
  const lint = project.eslint!;
  const outsideSrc = [...Object.keys(ROOMS), 'test'];
  const without = (room: string) => outsideSrc.filter((other) => other !== room);
  lint.addRules({
    'import/order': ['error', { groups: ['builtin', 'external'], alphabetize: { order: 'asc', caseInsensitive: true } }],
    '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
    '@stylistic/object-property-newline': ['off'], // a table of short properties reads better in rows
    'import/no-restricted-paths': ['error', {
      zones: [
        { target: './src/domain', from: './src', except: ['./domain'], message: 'The domain knows no constructs.' },
        ...outsideSrc.map((from) => ({ target: './src', from: `./${from}`, message: 'What is shipped in lib imports only src.' })),
        { target: './lambda', from: './src', except: ['./domain'], message: 'A function knows of src only the domain.' },
        ...without('lambda').map((from) => ({ target: './lambda', from: `./${from}`, message: 'A function knows nobody who runs it.' })),
        { target: './cli', from: ['./assumptions', './test', './integ', './bench', './build-tools'], message: 'The command knows nobody who tries it out.' },
        ...['src', ...without('assumptions')].filter((other) => other !== 'rehearsal')
          .map((from) => ({ target: './assumptions', from: `./${from}`, message: 'The assumptions know the rehearsal\'s switches, and nothing else.' })),
        ...without('rehearsal').map((from) => ({ target: './rehearsal', from: `./${from}`, message: 'The rehearsal runs the bundle and stands alone.' })),
      ],
    }],
  });
  lint.addOverride({
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': importsRefused('^(?!\\.|ipaddr\\.js$)', 'The domain imports ipaddr.js and itself, nothing else.'),
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'performance', 'crypto', 'setTimeout', 'setInterval', 'setImmediate'],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now' }, { object: 'Math', property: 'random' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'The domain imports nothing at run time.' },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'The domain has no clock; take the time as an argument.' },
      ],
    },
  });
  const adapters = ['lambda/*/handler.ts', 'lambda/**/event.ts', 'lambda/*/ec2/**', 'lambda/*/services/**'];
  lint.addOverride({
    files: ['lambda/**/*.ts'],
    excludedFiles: adapters,
    rules: {
      'no-restricted-imports': importsRefused(
        '^[^.]|/(handler$|event$|(ec2|services)(/|$))',
        'Only handlers and adapters know AWS; the workflow knows the domain and its ports.'),
    },
  });
  lint.addOverride({
    files: adapters,
    rules: { 'no-restricted-imports': importsRefused('^(aws-cdk-lib|constructs)(/|$)', 'A function is bundled without the CDK.') },
  });
  lint.addOverride({
    files: ['rehearsal/**/*.ts', 'cli/**/*.ts', 'assumptions/**/*.ts'],
    rules: { 'no-restricted-imports': importsRefused('^(jest|@jest/.*|ts-jest|fast-check|aws-cdk-lib-newest)(/|$)', 'Rehearsal, command and assumptions are product: no test framework.') },
  });
  lint.addOverride({
    files: ['examples/**/*.ts'],
    // They import the package by the name that it is published under; type-checking and synthesis find it.
    rules: { 'import/no-unresolved': ['error', { ignore: ['^cdk-site-to-site-vpn$'] }] },
  });
  lint.addOverride({
    files: ['src/**/*.ts', 'lambda/**/*.ts', 'rehearsal/**/*.ts', 'cli/**/*.ts', 'assumptions/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  });
}

/** What nobody imports, is not listed as a dependency, or imports in a circle. */
function findDeadCode(): void {
  new JsonFile(project, 'knip.json', {
    marker: false, // knip takes no key it does not know
    obj: {
      $schema: './node_modules/knip/schema.json',
      entry: [
        'lambda/*/handler.ts', 'cli/main.ts', 'rehearsal/cli.ts', 'assumptions/{write-document,check/main}.ts', 'bench/*.mts',
        'build-tools/{*.config,bundle-entry,sbom,typecheck}.mts', 'build-tools/package-all.ts', 'integ/integ.*.ts', 'examples/*/*.ts', 'test/**/*.test.ts',
        'test/{consumers,simulation}/cli.ts', 'test/devices/prove.ts',
        // Started or put in place by their path.
        'bench/synth/run.mts', 'build-tools/*-substitutes/*.mts', 'test/package/bundle/every-client.ts', 'test/cli/rehearsal-screenshot.ts', 'test/look-up/app.ts',
      ],
      project: [`{src,test,${Object.keys(ROOMS).join(',')}}/**/*.{ts,mts}`],
      ignoreExportsUsedInFile: true,
      ignoreDependencies: [
        'aws-cdk-lib-newest', // in the place of aws-cdk-lib, by test/newest-cdk/jest.config.json
        '@types/aws-lambda', // by its name in the rooms' tsconfig.json
        '@aws-cdk/integ-runner', 'jsii', 'jsii-diff', 'jsii-docgen', 'ts-node', // by projen's tasks
      ],
      // Without binaries: those are Debian's, and test/devices installs them itself.
      include: ['files', 'exports', 'types', 'enumMembers', 'duplicates', 'dependencies', 'unlisted', 'unresolved', 'cycles'],
    },
  });
  project.addTask('dead-code', { description: 'Finds files, exports and dependencies that nobody uses, and circles of imports', exec: 'knip' });
}

function importsRefused(regex: string, message: string) {
  return ['error', { patterns: [{ regex, message }] }];
}

function addTasks(): void {
  project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
  project.tasks.addEnvironment('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  addTestTask();

  // Standard output belongs to the rehearsal: with --json it is one JSON document.
  const rehearse = project.addTask('rehearse', { description: 'Plays every scenario of a move against the embedded EC2' });
  rehearse.exec('rolldown -c build-tools/lambda-bundle.config.mts >/dev/null');
  rehearse.exec('tsx rehearsal/cli.ts', { receiveArgs: true });

  const bench = project.addTask('bench', { description: 'Measures the interruption that a move adds to EC2\'s provisioning, beside the least it could be, and `inventory` on large estates' });
  bench.exec('rolldown -c build-tools/lambda-bundle.config.mts >/dev/null');
  bench.exec('rolldown -c build-tools/command-bundle.config.mts >/dev/null');
  bench.exec('tsx bench/interruption.mts', { receiveArgs: true });

  const inventory = project.addTask('bench:inventory', { description: 'Measures `inventory` on estates of thousands of connections, live and saved' });
  inventory.exec('rolldown -c build-tools/command-bundle.config.mts >/dev/null');
  inventory.exec('tsx bench/inventory.mts', { receiveArgs: true });

  const document = project.addTask('bench:document', { description: 'Measures everything and writes docs/benchmarks.md' });
  document.spawn(bundle);
  document.spawn(project.compileTask);
  document.exec('tsx bench/document.mts', { receiveArgs: true });

  project.addTask('simulate', {
    description: 'Tells seeded stories of a move in which things go wrong, and judges each', exec: 'tsx test/simulation/cli.ts', receiveArgs: true,
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
  const snapshot = project.addTask('integ:snapshot', { description: 'Writes the snapshots without deploying anything', env });
  snapshot.spawn(bundle);
  snapshot.exec(`${integRunner} --dry-run --force --update-on-failed --parallel-regions us-east-1`, { receiveArgs: true });

  project.postCompileTask.spawn(project.addTask('sbom', {
    description: 'Writes what the package ships of others, from the notices beside the bundles', exec: 'tsx build-tools/sbom.mts',
  }));
  project.postCompileTask.spawn(project.addTask('assumptions', {
    description: 'Writes docs/aws-assumptions.md from the table in assumptions/', exec: 'tsx assumptions/write-document.ts',
  }));
  project.addTask('assumptions:check', {
    description: 'Checks in a sandbox of your AWS account what is assumed of EC2; costs money, asks before', exec: 'tsx assumptions/check/main.ts', receiveArgs: true,
  });
  project.postCompileTask.spawn(project.addTask('rosetta', {
    description: 'Compiles every example of README and docstrings',
    exec: 'jsii-rosetta extract --compile --fail --strict',
  }));
  project.addTask('bench:bundle', { description: 'Sizes and loading times of the bundle and its alternatives', exec: 'tsx bench/bundle.mts', receiveArgs: true });
}

function packageForEveryLanguage(): void {
  // What jsii does not write any more would stay, and be published.
  project.compileTask.prependExec('node -e "fs.rmSync(\'lib\', { recursive: true, force: true })"');
  // A build is for npm; the other languages take minutes and the toolchain of each.
  project.packageTask.reset();
  project.packageTask.spawn(project.tasks.tryFind('package:js')!);
  const all = project.tasks.tryFind('package-all')!;
  all.reset('tsx build-tools/package-all.ts');
  all.description = 'Packages for every language whose toolchain is on this machine, and says which are left out and why';
  project.addTask('test:consumers', {
    description: 'Installs the package in a project of each language, synthesizes the README\'s first example and compares it with TypeScript\'s',
    exec: 'tsx test/consumers/cli.ts',
    receiveArgs: true,
  });
}

function addTestTask(): void {
  // CDK's built-in template validation costs seconds in every test file; test/newest-cdk has it on.
  project.addTask('test:newest-cdk', {
    description: 'Runs the tests that need the newest aws-cdk-lib',
    exec: 'jest --ci --config test/newest-cdk/jest.config.json',
    receiveArgs: true,
  });
  new JsonFile(project, 'test/newest-cdk/jest.config.json', {
    obj: {
      rootDir: '../..',
      testMatch: ['<rootDir>/test/newest-cdk/**/*.test.ts'],
      testTimeout: 120_000,
      moduleNameMapper: {
        '^aws-cdk-lib$': 'aws-cdk-lib-newest', '^aws-cdk-lib/(.*)$': 'aws-cdk-lib-newest/$1', '^cdk-site-to-site-vpn$': '<rootDir>/src',
      },
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/'],
      reporters: ['default', ['jest-junit', { outputDirectory: 'test-reports', outputName: 'junit-newest-cdk.xml' }]],
      transform: { '^.+\\.tsx?$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
    },
  });

  addLongTests();

  const test = project.testTask;
  test.reset();
  test.spawn(bundle);
  // The API's conventions are tested on jsii's description of it.
  test.spawn(project.compileTask, { condition: '! test -f .jsii || test -n "$(find src package.json README.md -newer .jsii -print -quit)"' });
  test.spawn(project.tasks.tryFind('typecheck')!);
  test.exec('jest --ci', { receiveArgs: true, env: { CDK_VALIDATION: 'false' } });
}

/** What takes minutes is not what somebody waits for after each change: `.ci/run` runs it all. */
function addLongTests(): void {
  const env = { CDK_VALIDATION: 'false' };
  project.addTask('test:long', {
    description: 'Plays what takes minutes: every scenario, every unknown, seeded simulations, scripts and buttons on whole moves',
    exec: "jest --ci --testMatch='<rootDir>/test/**/*.long.test.ts' --testPathIgnorePatterns='<rootDir>/test/lambda/schedules/'",
    env: { ...env, JEST_JUNIT_OUTPUT_NAME: 'junit-long.xml' },
    receiveArgs: true,
  });
  const schedules = (name: string, description: string, limits: string) => project.addTask(name, {
    description,
    exec: "jest --ci --testMatch='<rootDir>/test/lambda/schedules/**/*.test.ts' --testPathIgnorePatterns='<rootDir>/test/newest-cdk/'",
    env: { ...env, SCHEDULES: limits, JEST_JUNIT_OUTPUT_NAME: 'junit-schedules.xml' },
  });
  schedules('test:schedules', 'Plays every schedule of two deaths under every unknown, and of one death under every pair; takes minutes', '2x1,1x2');
  schedules('test:schedules:pairs', 'Plays every schedule of two deaths under every pair of unknowns; takes about an hour', '2x2');
}
