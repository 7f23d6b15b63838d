/** The stories that are played under every schedule of deaths: the move, and the way back from everywhere. */
import { MOVES } from './estates';
import { Chapter, Plot } from './exploration';

const create: Chapter = { request: (bench) => bench.request() };
const remove: Chapter = { request: (bench) => bench.request({ type: 'Delete', requestId: 'request-2' }) };
const moveBack: Chapter = {
  request: (bench) => bench.request({
    type: 'Delete', requestId: 'request-2', declaration: { ...bench.declaration, onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' },
  }),
};

const COURSES: readonly (Pick<Plot, 'chapters' | 'end'> & { readonly name: string })[] = [
  { name: 'forward', chapters: [create], end: 'moved' },
  { name: 'cancelled before the modify', chapters: [{ ...create, onceForSeconds: 2 }, remove], end: 'as before' },
  { name: 'cancelled while EC2 provisions', chapters: [{ ...create, onceForSeconds: 14 }, remove], end: 'as before' },
  { name: 'forward, and back', chapters: [create, moveBack], end: 'as before' },
];

export const PLOTS: readonly (Plot & { readonly name: string })[] = MOVES.flatMap((move) => (['static', 'bgp'] as const)
  .flatMap((routing) => COURSES.map(({ name, chapters, end }) => ({ name: `${move}, ${routing}, ${name}`, move, routing, chapters, end }))));
