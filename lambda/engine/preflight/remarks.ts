/** What is worth knowing before a move and stands against nothing: it goes into the journal, and nobody has to accept it. */
import { amazonSideAsns } from './autonomous-systems';
import { reachOf } from './reach';
import { callsNotTried } from './trials';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { NoteKind } from '../../../src/contract/finding-kinds';
import { QUOTAS } from '../../../src/contract/quotas';
import { Survey } from '../observation';
import { MovePlan } from '../plan';

export interface Remark {
  readonly id: NoteKind;
  readonly message: string;
  /** What it is about, where that is a list. */
  readonly of?: readonly string[];
}

export function remarksOn(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Remark[] {
  return [
    ...heardRemarks(survey, declaration), ...asnRemarks(survey, declaration), ...quotaRemarks(survey),
    ...stackRemarks(survey), ...notTriedRemarks(survey, declaration, plan),
  ];
}

function heardRemarks(survey: Survey, declaration: MoveDeclaration): Remark[] {
  if (survey.connection?.routing !== 'bgp' || declaration.from.id === declaration.to.id) return [];
  const { before, after } = reachOf(survey, declaration);
  return [
    { id: 'device-hears-today', message: 'what AWS announces to the device today', of: before },
    { id: 'device-will-hear', message: 'what AWS will announce to the device after the move', of: after },
  ];
}

function asnRemarks(survey: Survey, declaration: MoveDeclaration): Remark[] {
  if (survey.connection?.routing !== 'bgp') return [];
  const { after } = amazonSideAsns(survey, declaration);
  const customerGatewayId = declaration.customerGateway?.toId ?? survey.connection.customerGatewayId;
  const customer = survey.customerGateways?.find((each) => each.id === customerGatewayId);
  if (after === undefined || customer?.asn === undefined) return [];
  return [{ id: 'bgp-session', message: `after the move BGP runs between AS ${customer.asn} (the device) and AS ${after} (AWS)` }];
}

function quotaRemarks({ quotas = [] }: Survey): Remark[] {
  return quotas.flatMap(({ name, applied }) => (typeof applied === 'number' ? [] : [{
    id: 'quota-not-read',
    message: `the quota of ${QUOTAS[name].of} could not be read (${applied.unreadable}): `
      + (QUOTAS[name].documented === undefined ? 'it is unknown' : `${QUOTAS[name].documented} is assumed, as AWS documents`),
  }]));
}

function stackRemarks({ stack }: Survey): Remark[] {
  if (stack?.rootId === undefined) return [];
  return [{ id: 'root-stack-not-read', message: `the stack is nested in ${stack.rootId}, whose rollback triggers the role of the move cannot read` }];
}

function notTriedRemarks(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Remark[] {
  const calls = callsNotTried(survey, declaration, plan);
  return calls.length === 0 ? [] : [{ id: 'not-covered-by-dry-run', message: 'calls of the move or of its way back that no dry run proves', of: calls }];
}
