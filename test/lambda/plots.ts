/** The stories of a move that are played under every schedule of deaths: the move, and the way back from everywhere. */
import { Move, MOVES, REPLACEMENTS, Routing } from './estates';
import { Ending, Position, Story } from './exploration';
import { Picture } from './picture';
import { Workbench } from './workbench';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { TerminalFailure } from '../../lambda/runner/ports';
import { Unknowns } from '../../tools/rehearsal/embedded-ec2/unknowns';

/** One request of a story: driven to its answer, or invoked once, with so many seconds to live, before the next comes. */
interface Chapter {
  readonly request: (bench: Workbench) => MoveRequest;
  readonly onceForSeconds?: number;
}

interface NamedSequence {
  readonly name: string;
  readonly chapters: readonly Chapter[];
  /** How it ends where EC2 lets a modify take effect. */
  readonly end: 'moved' | 'as before';
}

interface InChapter extends Position {
  readonly chapter: number;
}

const create: Chapter = { request: (bench) => bench.request() };
const remove: Chapter = { request: (bench) => bench.request({ type: 'Delete', requestId: 'request-2' }) };
const moveBack: Chapter = {
  request: (bench) => bench.request({
    type: 'Delete', requestId: 'request-2', declaration: { ...bench.declaration, onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' },
  }),
};

const SEQUENCES: readonly NamedSequence[] = [
  { name: 'forward', chapters: [create], end: 'moved' },
  { name: 'cancelled before the modify', chapters: [{ ...create, onceForSeconds: 2 }, remove], end: 'as before' },
  { name: 'cancelled while EC2 provisions', chapters: [{ ...create, onceForSeconds: 14 }, remove], end: 'as before' },
  { name: 'forward, and back', chapters: [create, moveBack], end: 'as before' },
];

/** Between two invocations: longer than describes lag, so that the past of a world does not matter. */
const PAUSE_SECONDS = 10;
const NEXT_REQUEST_SECONDS = 1;

/** The requests of one migration, one after the other. */
export class Plot implements Story<InChapter> {
  readonly name: string;
  readonly first: InChapter = { chapter: 0, invocations: 0 };

  constructor(readonly move: Move, readonly routing: Routing, private readonly sequence: NamedSequence) {
    this.name = `${move}, ${routing}, ${sequence.name}`;
  }

  isOver({ chapter }: InChapter): boolean {
    return chapter === this.sequence.chapters.length;
  }

  async invoke(bench: Workbench, position: InChapter): Promise<InChapter> {
    const { chapter, invocations } = position;
    const { request, onceForSeconds } = this.sequence.chapters[chapter];
    if (invocations > 0) bench.pass(PAUSE_SECONDS);
    else if (chapter > 0) bench.pass(NEXT_REQUEST_SECONDS);
    const answered = await this.answers(bench, request(bench), onceForSeconds);
    return answered ? { chapter: chapter + 1, invocations: 0 } : this.afterDeath(position);
  }

  afterDeath({ chapter, invocations }: InChapter): InChapter {
    const turned = this.sequence.chapters[chapter].onceForSeconds !== undefined;
    return turned ? { chapter: chapter + 1, invocations: 0 } : { chapter, invocations: invocations + 1 };
  }

  async standard({ modifyOutcome = 'takes-effect' }: Partial<Unknowns>): Promise<string> {
    return modifyOutcome;
  }

  async judge({ bench, settings, before }: Ending<InChapter>): Promise<void> {
    const after = bench.picture();
    const { replacement } = bench.declaration;
    const comesBack = replacement === undefined && await this.standard(settings) === 'returns-to-old-gateway';
    const [is, be] = this.sequence.end === 'as before' || comesBack ? [after, before]
      : replacement === undefined ? moved(bench, before, after) : replaced(bench, replacement.vpcId, before, after);
    if (JSON.stringify(is) !== JSON.stringify(be)) throw new Error(`${JSON.stringify(is)} is not ${JSON.stringify(be)}`);
  }

  /** Whether the request has its answer; a failure is one. */
  private async answers(bench: Workbench, request: MoveRequest, seconds?: number): Promise<boolean> {
    try {
      return await bench.invoke(request, seconds) !== undefined;
    } catch (error) {
      if (error instanceof TerminalFailure) return true;
      throw error;
    }
  }
}

type IsAndBe = readonly [is: object, be: object];

function moved({ declaration }: Workbench, before: Picture, { state, gateway, customerGateway }: Picture): IsAndBe {
  return [{ state, gateway: gateway?.id, customerGateway },
    { state: 'available', gateway: declaration.to.id, customerGateway: declaration.customerGateway?.toId ?? before.customerGateway }];
}

/** The gateways have changed places, and everything in the VPC's tables has changed with them; nothing else has. */
function replaced({ declaration: { from, to } }: Workbench, vpcId: string, before: Picture, after: Picture): IsAndBe {
  const changed = (text: string) => text.replaceAll(from.id, to.id);
  return [after, {
    ...before,
    propagations: before.propagations.map(changed).sort(),
    vpnGateways: [`${from.id} detached `, `${to.id} attached ${vpcId}`].sort(),
    vpcRoutes: before.vpcRoutes.map(changed).sort(),
  }];
}

export const PLOTS: readonly Plot[] = [...MOVES, ...REPLACEMENTS].flatMap((move) => (['static', 'bgp'] as const)
  .flatMap((routing) => SEQUENCES.map((course) => new Plot(move, routing, course))));
