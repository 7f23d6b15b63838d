/** What nobody imports, is not listed as a dependency, or imports in a circle: knip's configuration. */
import { awscdk, JsonFile } from 'projen';
import { ROOMS } from './rooms';

export function findDeadCode(project: awscdk.AwsCdkConstructLibrary): void {
  new JsonFile(project, 'knip.json', {
    marker: false, // knip takes no key it does not know
    obj: {
      $schema: './node_modules/knip/schema.json',
      entry: [
        'lambda/*/handler.ts', 'tools/cli/main.ts', 'tools/rehearsal/cli.ts', 'tools/assumptions/{write-document,check/main}.ts', 'tools/build/{findings,resource-counts}/write-document.ts', 'tools/build/template-lint/main.ts',
        'tools/build/integ-snapshots/main.ts',
        'tools/bench/*.mts',
        'tools/build/{*.config,bundle-entry,sbom,typecheck}.mts', 'tools/build/package-all.ts', 'integ/integ.*.ts', 'examples/*/*.ts', 'test/**/*.test.ts',
        'test/{consumers,simulation}/cli.ts', 'test/devices/prove.ts', 'test/records/write-fixtures.ts',
        // Started or put in place by their path.
        'tools/bench/synth/run.mts', 'tools/build/*-substitutes/*.mts', 'test/package/bundle/every-client.ts', 'test/cli/rehearsal-screenshot.ts', 'test/look-up/app.ts',
        'test/cli/output/{parsed,browsed}-*.ts',
      ],
      project: [`{src,test,${Object.keys(ROOMS).join(',')}}/**/*.{ts,mts}`],
      ignoreExportsUsedInFile: true,
      ignoreDependencies: [
        '@mermaid-js/tiny', 'jsdom', // by test/cli/output/parsed-mermaid.ts, in a process of its own
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
