/** The tests as commands: those of seconds, those of minutes, and those that take the newest aws-cdk-lib. */
import { awscdk, JsonFile, Task } from 'projen';

export function addTestTasks(project: awscdk.AwsCdkConstructLibrary, bundle: Task): void {
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

  addLongTests(project);
  project.addTask('test:hostile', {
    description: 'Puts 10,000 hostile texts into each medium that the command writes, and reads them back by its own parser',
    exec: 'jest --ci --testTimeout=600000 test/cli/output test/cli/adopt/hostile test/cli/rehearse/report test/recovery/hostile',
    env: { HOSTILE_STRINGS: '10000' },
    receiveArgs: true,
  });
  project.addTask('test:browser', {
    description: 'Reads pages with hostile texts back by Chromium, as Debian has it in the package chromium-headless-shell',
    exec: 'jest --ci test/cli/rehearse/report -t "a browser\'s parser"',
    env: { BROWSER: '/usr/bin/chromium-headless-shell', JEST_JUNIT_OUTPUT_NAME: 'junit-browser.xml' },
    receiveArgs: true,
  });
  // A suite without a `describe` has no other name.
  project.package.addField('jest-junit', { suiteNameTemplate: '{filepath}' });

  const test = project.testTask;
  test.reset();
  test.spawn(bundle);
  // The API's conventions are tested on jsii's description of it.
  test.spawn(project.compileTask, { condition: '! test -f .jsii || test -n "$(find src package.json README.md -newer .jsii -print -quit)"' });
  test.spawn(project.tasks.tryFind('typecheck')!);
  test.exec('jest --ci', { receiveArgs: true, env: { CDK_VALIDATION: 'false' } });
}

/** What takes minutes is not what somebody waits for after each change: `.ci/run` runs it all. */
function addLongTests(project: awscdk.AwsCdkConstructLibrary): void {
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
  schedules('test:schedules:ci', 'Plays every schedule of one death, or one lost answer, under every unknown; takes minutes', '1x1');
  schedules('test:schedules', 'Plays every schedule of two deaths under every unknown, and of one death under every pair; takes a quarter of an hour', '2x1,1x2');
  schedules('test:schedules:pairs', 'Plays every schedule of two deaths under every pair of unknowns; takes about an hour', '2x2');
}
