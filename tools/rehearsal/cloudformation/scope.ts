/** The meaning of a template's names: parameters, pseudo parameters, conditions, mappings, and the resources made so far. */
import { NO_VALUE, resolveCondition, Scope } from './intrinsics';
import { Template, TemplateParameter, ValidationError } from './template';
import { excessOfParameter } from './template-limits';

export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
}

export interface ScopeProps extends Place {
  readonly stackName: string;
  readonly stackId: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  /** Parameters of Systems Manager, for template parameters that are read from there. */
  readonly systemsManager: Readonly<Record<string, string>>;
  /** What another stack exports under a name. */
  readonly exported: (name: string) => unknown;
  /** What a resource answers to Ref and Fn::GetAtt; nothing while it has not been made. */
  readonly resource: (logicalId: string) => ReferencedResource | undefined;
}

export interface ReferencedResource {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Any version from 6 on satisfies the CDK's rule; this is what a new bootstrap stack has had since 2025. */
const BOOTSTRAP_VERSION = '30';

export class TemplateScope implements Scope {
  private readonly parameterValues: ReadonlyMap<string, unknown>;

  /** @throws {ValidationError} on a parameter without a value, or a value without a parameter. */
  constructor(private readonly props: ScopeProps) {
    const declared = props.template.Parameters ?? {};
    const unknown = Object.keys(props.parameters).filter((name) => !Object.hasOwn(declared, name));
    if (unknown.length > 0) throw new ValidationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
    this.parameterValues = new Map(Object.entries(declared).map(([name, parameter]) => [name, this.parameterValue(name, parameter)]));
  }

  ref(name: string): unknown {
    if (name.startsWith('AWS::')) return this.pseudoParameter(name);
    if (this.parameterValues.has(name)) return this.parameterValues.get(name);
    return this.resource(name).physicalId;
  }

  getAtt(logicalId: string, attribute: string): unknown {
    const { attributes } = this.resource(logicalId);
    if (Object.hasOwn(attributes, attribute)) return attributes[attribute];
    throw new ValidationError(`Template error: resource ${logicalId} has no attribute named ${attribute}`);
  }

  condition(name: string): boolean {
    const conditions = this.props.template.Conditions ?? {};
    if (!Object.hasOwn(conditions, name)) throw new ValidationError(`Template error: unresolved condition dependency ${name}`);
    return resolveCondition(conditions[name], this);
  }

  mapping(map: string, topKey: string, secondKey: string): unknown {
    const value = this.props.template.Mappings?.[map]?.[topKey]?.[secondKey];
    if (value === undefined) throw new ValidationError(`Template error: Unable to get mapping for ${map}::${topKey}::${secondKey}`);
    return value;
  }

  importValue(name: string): unknown {
    const value = this.props.exported(name);
    if (value === undefined) throw new ValidationError(`No export named ${name} found.`);
    return value;
  }

  private resource(logicalId: string): ReferencedResource {
    const found = this.props.resource(logicalId);
    if (found === undefined) throw new ValidationError(`Template format error: Unresolved resource dependencies [${logicalId}]`);
    return found;
  }

  private pseudoParameter(name: string): unknown {
    const { stackName, stackId, accountId, region, partition } = this.props;
    switch (name) {
      case 'AWS::StackName': return stackName;
      case 'AWS::StackId': return stackId;
      case 'AWS::AccountId': return accountId;
      case 'AWS::Region': return region;
      case 'AWS::Partition': return partition;
      case 'AWS::URLSuffix': return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
      case 'AWS::NotificationARNs': return [];
      case 'AWS::NoValue': return NO_VALUE;
      default: throw new ValidationError(`Template error: unknown pseudo parameter ${name}`);
    }
  }

  private parameterValue(name: string, parameter: TemplateParameter): unknown {
    const given = this.props.parameters[name] ?? parameter.Default;
    if (given === undefined) throw new ValidationError(`Parameters: [${name}] must have values`);
    const text = String(given);
    const excess = excessOfParameter(name, text);
    if (excess !== undefined) throw new ValidationError(excess);
    const plain = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(parameter.Type);
    if (plain !== null) return typed(plain[1], this.fromSystemsManager(name, text));
    return typed(parameter.Type, text);
  }

  private fromSystemsManager(name: string, parameterName: string): string {
    const stored = this.props.systemsManager[parameterName];
    if (stored !== undefined) return stored;
    if (/^\/cdk-bootstrap\/[^/]+\/version$/.test(parameterName)) return BOOTSTRAP_VERSION;
    throw new ValidationError(`Unable to fetch parameters [${parameterName}] from parameter store for parameter ${name}`);
  }
}

function typed(type: string, text: string): unknown {
  return type === 'CommaDelimitedList' || type.startsWith('List<') ? text.split(',').map((part) => part.trim()) : text;
}
