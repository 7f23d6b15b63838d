/**
 * A function that CloudFormation invokes itself for custom resources, and that answers it: it attempts a request until it is through, for
 * up to a quarter of an hour.
 *
 * Not `CustomResourceProvider` of aws-cdk-lib: that makes functions and roles that no aspect and no rule knows by their class, lets them
 * write any log, answers with stack traces, and takes a Create that failed for one that has made nothing.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { functionLogGroup } from './log-groups';
import { FunctionRole, prebuiltCode, prebuiltFunction } from './prebuilt-function';
import { VpnCustomResources } from '../vpn-custom-resources';

/** The longest that Lambda lets a function run: it says itself, a minute before, what it was waiting for. */
const RUN = Duration.minutes(15);

/** Lambda repeats a run that failed after one minute and after two more; of a function that dies each time CloudFormation hears nothing. */
export const ANSWER_TIMEOUT = RUN.plus(Duration.minutes(5));

export interface CustomResourceFunctionProps {
  /** The directory below `assets`. */
  readonly asset: string;
  readonly description: string;
}

/** One for each stack, with the children `Log`, `FunctionRole` and `Function`. By itself its role may write logs and no more. */
export abstract class CustomResourceFunction extends Construct {
  public readonly serviceToken: string;

  protected readonly role: FunctionRole;

  protected constructor(scope: Construct, id: string, { asset, description }: CustomResourceFunctionProps) {
    super(scope, id);
    const options = VpnCustomResources._optionsFor(this);
    const logGroup = functionLogGroup(this, 'Log', options, { removalPolicy: RemovalPolicy.DESTROY });
    const { function: { functionArn }, role } = prebuiltFunction(this, 'Function', {
      code: prebuiltCode(asset), description, handler: 'index.handler', timeout: RUN, logGroup, options,
    });
    this.serviceToken = functionArn;
    this.role = role;
    this.node.addValidation({ validate: () => this.faultsOfSize() });
  }

  /** Where IAM takes less than what the role has come to. */
  protected abstract faultsOfSize(): string[];
}
