/**
 * `docs/compliance.md` is exact. What cdk-nag finds is compared here, in seconds; `npx projen lint:templates` compares all of it, and needs
 * programs from PyPI.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { SiteToSiteVpn, VpnRouting } from '../../src';
import { LintedTemplate, templatesAt } from '../../tools/build/template-lint/applications';
import { cdkNag } from '../../tools/build/template-lint/cdk-nag';
import { differences } from '../../tools/build/template-lint/compare';
import { DOCUMENT, documentText } from '../../tools/build/template-lint/document';
import { Finding } from '../../tools/build/template-lint/finding';
import { HOME } from '../../tools/build/template-lint/places';
import { Absence, Reason, REASONS } from '../../tools/build/template-lint/reasons';
import { virtualPrivateGateway } from '../constructs/construct-fixtures';

const OF_NAG = /^(AwsSolutions|HIPAA\.Security|NIST\.800\.53\.R[45]|PCI\.DSS\.321|Serverless)-/;

test('the document is what the reasons say', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(documentText());
});

describe('what cdk-nag finds', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'templates-'));
  let templates: LintedTemplate[];
  beforeAll(() => {
    templates = templatesAt(HOME, directory).filter(({ isAssertion }) => !isAssertion);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const reasons = REASONS.map((reason) => ({ ...reason, rules: reason.rules.filter((rule) => OF_NAG.test(rule)) }));

  test('is what has a reason, and nothing else', () => {
    expect(differences(cdkNag(templates), reasons, [])).toEqual([]);
  });

  test('is not suppressed anywhere', () => {
    const metadata = templates.flatMap(({ stack }) => stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ type }) => type)));
    expect(metadata).not.toContain(Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  });
});

describe('a difference is told', () => {
  const stack = new Stack(new App(), 'Stack');
  const vpn = new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), ip: '203.0.113.10', routing: VpnRouting.bgp() });
  const connection = vpn.node.findAll().filter(CfnResource.isCfnResource).find(({ cfnResourceType }) => cfnResourceType === 'AWS::EC2::VPNConnection')!;
  const template: LintedTemplate = {
    application: 'examples/one', region: 'eu-central-1', file: 'one.json', stack, isAssertion: false,
    resources: new Map([['Vpn', connection], ['Own', new CfnResource(stack, 'Own', { type: 'AWS::EC2::VPC' })]]),
  };
  const finding = (rule: string, of: Partial<Finding> = {}): Finding => ({ rule, message: 'So it is', template, logicalId: 'Vpn', ...of });
  const reason = (rules: string[], where: Reason['where'] = ['connections']): Reason => ({ about: 'one', rules, where, why: 'because' });
  const absence = (regions: string[]): Absence => ({ what: 'one', types: ['AWS::A::B'], regions });
  const absent = (region: string) => finding('E3006', { message: `Resource type 'AWS::A::B' does not exist in '${region}'` });

  test.each<[string, Finding[], Reason[], Absence[], string[]]>([
    ['nothing, where all is said', [finding('W1'), finding('W1'), absent('cn-north-1')], [reason(['W1'])], [absence(['cn-north-1'])], []],
    ['a finding without a reason', [finding('W1')], [], [], ['Without a reason: W1 for "connections". W1 of Vpn in examples/one, eu-central-1: So it is']],
    ['a finding at another resource', [finding('W1'), finding('W1', { logicalId: 'Own' })], [reason(['W1'])], [],
      ['Without a reason: W1 for "what an example makes itself". W1 of Own in examples/one, eu-central-1: So it is']],
    ['a finding of a whole template', [finding('W1', { logicalId: undefined })], [], [],
      ['Without a reason: W1 for "the template as a whole". W1 in examples/one, eu-central-1: So it is']],
    ['a reason without a finding', [finding('W1')], [reason(['W1', 'W2'])], [], ['A reason for what is not found: W2 for "connections"']],
    ['two reasons for one', [finding('W1')], [reason(['W1']), reason(['W1'])], [], ['Two reasons: W1 for "connections"']],
    ['an error, whatever is said of it', [finding('E3002')], [reason(['E3002'])], [],
      ['An error: E3002 of Vpn in examples/one, eu-central-1: So it is', 'A reason for what is not found: E3002 for "connections"']],
    ['an error in what only a test makes', [finding('E3002', { template: { ...template, isAssertion: true } })], [], [],
      ['An error: E3002 of Vpn in examples/one, eu-central-1: So it is']],
    ['a type that is absent', [absent('cn-north-1'), absent('mx-central-1')], [], [absence(['cn-north-1'])],
      ['Without a reason: AWS::A::B not in mx-central-1. E3006 of Vpn in examples/one, eu-central-1: Resource type \'AWS::A::B\' does not exist in \'mx-central-1\'']],
    ['a type that is there', [], [], [absence(['cn-north-1'])], ['A reason for what is not found: AWS::A::B not in cn-north-1']],
  ])('%s', (_, findings, reasons, absences, expected) => {
    expect(differences(findings, reasons, absences)).toEqual(expected);
  });

  test('and what an integration application makes around a connection is nobody\'s', () => {
    const integ = { ...template, application: 'integ/one.ts' };
    expect(differences([finding('W1', { template: integ, logicalId: 'Own' })], [], [])).toEqual([]);
    expect(differences([finding('W1', { template: integ })], [], [])).toHaveLength(1);
  });
});
