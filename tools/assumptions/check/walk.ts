/**
 * The walk of one connection through the sandbox: what each of its stages works with. Where EC2 lets a move happen that was to be
 * refused, or ends one elsewhere, the walk goes on from where the connection stands.
 */
import { Ec2Calls } from './ec2-calls';
import { ConnectionSample, Watch } from './samples';
import { Sandbox } from './sandbox';
import { AssumptionName } from '../table';

/** What EC2 was seen to do, or why it could not be seen. */
export type Finding = { readonly seen: string; readonly remark?: string } | { readonly seen?: undefined; readonly reason: string };

export interface Walk {
  readonly ec2: Ec2Calls;
  readonly sandbox: Sandbox;
  readonly watch: () => Promise<Watch>;
  readonly find: (name: AssumptionName, observed: string, note?: string) => void;
  /** The question cannot be asked here. */
  readonly miss: (name: AssumptionName, reason: string) => void;
  readonly sharedTransitGatewayId?: string;
}

/** Where the connection stands, available: a move that was not expected may be under way. */
export async function settled({ sandbox, ...walk }: Walk): Promise<ConnectionSample> {
  const watch = await walk.watch();
  let sight: ConnectionSample | undefined;
  await sandbox.wait(`${watch.vpnConnectionId} to be available`, async () => {
    sight = await watch.connection();
    return sight.state === 'available';
  });
  return sight!;
}
