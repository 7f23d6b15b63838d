/** Where every application is synthesized and linted. */

export interface Place {
  readonly region: string;
  readonly partition: string;
}

/**
 * Europe, where the examples are; where CloudFormation has every type; China and GovCloud, which lack some; and the partition that is
 * newest. cfn-lint knows no types of the last, and takes those of us-east-1: there it sees what the partition changes in a template.
 */
export const PLACES: readonly Place[] = [
  { partition: 'aws', region: 'eu-central-1' },
  { partition: 'aws', region: 'us-east-1' },
  { partition: 'aws-cn', region: 'cn-north-1' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1' },
  { partition: 'aws-eusc', region: 'eusc-de-east-1' },
];

export const [HOME] = PLACES;

/** Code for another place: what a user edits who takes it from here to there. */
export function movedTo({ region, partition }: Place, code: string): string {
  return code.replaceAll(HOME.region, region).replaceAll('arn:aws:', `arn:${partition}:`);
}
