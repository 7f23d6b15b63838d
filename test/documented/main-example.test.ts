/**
 * Goal: a transit gateway made with AWS's defaults is reached by what the README says alone. Method: its main example is taken out of
 * it, compiled and synthesized with the ids of an estate in the place of its own, its command is run by bash, what a refusal prints is
 * pasted where it says, and everything is deployed to the embedded AWS with IAM enforced.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { snippetStack } from '../../tools/build/resource-counts/snippet-stack';
import { SystemClock } from '../../tools/rehearsal/clock';
import { EmbeddedAws } from '../../tools/rehearsal/embedded-aws';
import { Ec2Endpoint } from '../../tools/rehearsal/embedded-ec2/endpoint';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';
import { Synthesized } from '../../tools/rehearsal/scenarios/application';
import { CommandLine } from '../recovery/command-line';

const ROOT = path.join(__dirname, '..', '..');
const SECTION = /## Move an existing connection\n([\s\S]*?)\n### /.exec(readFileSync(path.join(ROOT, 'README.md'), 'utf8'))![1];
const EXAMPLE = /```ts\n([\s\S]+?)```/.exec(SECTION)![1];
const COMMAND = /```console\n(aws [\s\S]+?)```/.exec(SECTION)![1];
const STACK_NAME = 'Network';

/** What somebody has who reads the README, by the ids that its example has for it. */
type Estate = Readonly<Record<string, string>>;

/** The tables besides, one for the VPN and one for the VPC, or the gateway's own alone. */
type Tables = 'beside' | 'alone';

test.each<Tables>(['beside', 'alone'])('with the gateway\'s default table %s', async (tables) => {
  await walked(tables, async ({ aws, estate, deploy }) => {
    const [association, propagation] = (await told(aws, COMMAND, estate)).trim().split('\t');
    expect(association).toBe(propagation);

    expect(await deploy(EXAMPLE.replace('tgw-rtb-0b1c2d3e4f5a60718', association))).toEqual([]);
  });
});

test.each<Tables>(['beside', 'alone'])('the line left out, with the default table %s: the refusal has it', async (tables) => {
  await walked(tables, async ({ aws, deploy }) => {
    const without = EXAMPLE.replace(/^ +defaultRouteTableIds.*\n/m, '');

    const [refusal] = await deploy(without);

    expect(aws.ec2Calls.filter((call) => call.mutating && !call.dryRun)).toEqual([]);
    const [, beside, line] = /beside `(\w+)` of tgw-\w+ write `(defaultRouteTableIds: .*?)`/.exec(refusal)!;
    expect(await deploy(without.replace(new RegExp(`^( +)${beside}: .*\n`, 'm'), `$&$1${line}\n`))).toEqual([]);
  });
});

interface Walk {
  readonly aws: EmbeddedAws;
  readonly estate: Estate;
  /** @returns why the deployment failed, if it did */
  readonly deploy: (snippet: string) => Promise<string[]>;
}

/** It ends migrated, with every flow that there was. */
async function walked(tables: Tables, walk: (walk: Walk) => Promise<void>): Promise<void> {
  const aws = await EmbeddedAws.start();
  const directory = mkdtempSync(path.join(tmpdir(), 'main-example-'));
  try {
    const estate = seeded(aws.network, tables);
    const flows = flowTable(aws.network.view);
    let synthesized = 0;
    await walk({
      aws, estate,
      deploy: async (snippet) => {
        synthesized += 1;
        // What was refused in a stack's first deployment is left as a stack that can only be deleted.
        if (synthesized > 1) await aws.cloudFormation.destroy(STACK_NAME);
        const result = await aws.cloudFormation.deploy(synthesize(withIdsOf(estate, snippet), path.join(directory, `${synthesized}`)));
        return result.failures.map(({ reason }) => reason);
      },
    });
    await aws.clock.sleep(60_000);
    const { target } = aws.network.view.state.vpnConnections[estate['vpn-0a1b2c3d4e5f60718']];
    expect(target?.id).toBe(estate['tgw-0a1b2c3d4e5f60718']);
    expect(lostFlows(flows, flowTable(aws.network.view))).toEqual([]);
    expect(aws.defects).toEqual([]);
  } finally {
    rmSync(directory, { recursive: true });
    await aws.close();
  }
}

/** Where the README's words say what an id is for, that is what the estate has under it. */
function seeded({ seed }: Network, tables: Tables): Estate {
  const { vpcId, subnetIds } = seed.vpc({
    cidr: '10.0.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '10.0.0.0/20' }, { az: 'eu-central-1b', cidr: '10.0.16.0/20' }],
  });
  const vgw = seed.vpnGateway({ attachedTo: vpcId });
  const vpn = seed.vpnConnection({ on: vgw, routing: 'static', staticRoutes: ['10.1.0.0/16'], networks: ['10.1.0.0/16'] });
  const { transitGatewayId, defaultRouteTableId } = seed.transitGateway();
  const own = tables === 'alone' ? {} : {
    association: seed.transitGatewayRouteTable({ transitGatewayId }), propagations: [seed.transitGatewayRouteTable({ transitGatewayId })],
  };
  seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds, ...own });
  const { association: leavesVpc = defaultRouteTableId!, propagations: [leadsToVpc] = [defaultRouteTableId!] } = own;
  return {
    'vpn-0a1b2c3d4e5f60718': vpn,
    'vgw-0a1b2c3d4e5f60718': vgw,
    'tgw-0a1b2c3d4e5f60718': transitGatewayId,
    'tgw-rtb-0a1b2c3d4e5f60718': leadsToVpc,
    'tgw-rtb-0f1e2d3c4b5a69788': leavesVpc,
    'rtb-0a1b2c3d4e5f60718': seed.routeTable({ vpcId, subnetIds: [subnetIds[0]], routes: [{ destination: '10.1.0.0/16', target: vgw }] }),
    'rtb-0f1e2d3c4b5a69788': seed.routeTable({
      vpcId, subnetIds: [subnetIds[1]], routes: ['10.1.0.0/16', '10.200.0.0/16'].map((destination) => ({ destination, target: vgw })),
    }),
  };
}

function withIdsOf(estate: Estate, text: string): string {
  return text.replaceAll(/\b(?:[a-z]+-)+[0-9a-f]{17}\b/g, (id) => estate[id] ?? id);
}

/** What the command prints on the estate. */
async function told({ network }: EmbeddedAws, command: string, estate: Estate): Promise<string> {
  const endpoint = new Ec2Endpoint({ clock: new SystemClock(), network });
  const line = await CommandLine.start({ endpoints: { ec2: await endpoint.listen() }, pass: () => undefined });
  try {
    const { status, output } = await line.run(withIdsOf(estate, command));
    expect([status, line.mistakes]).toEqual([0, []]);
    return output;
  } finally {
    await line.close();
    await endpoint.close();
  }
}

function synthesize(snippet: string, outdir: string): Synthesized {
  const app = new App({ outdir, analyticsReporting: false, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  const stack = new (snippetStack(snippet))(app, STACK_NAME);
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  return { stackName: STACK_NAME, template, assemblyDirectory: outdir };
}
