/**
 * A policy of a role that has its logical id from its content.
 *
 * CloudFormation deletes what a template has no more in the end, when the policies of the new template are in force; so whoever needs a
 * right to remove something would have lost it with the template. With other content this is another policy: the new one is made before
 * whatever depends on it, and the old one is deleted after whatever depended on that, on the way forward and in a rollback.
 */
import { createHash } from 'node:crypto';
import { CfnElement, Stack } from 'aws-cdk-lib';
import { GrowingPolicy } from './growing-policy';

export class ContentNamedPolicy extends GrowingPolicy {
  /** To be called whenever what its statements are made of has changed. */
  public rename(): void {
    const element = this.node.defaultChild as CfnElement;
    const stack = Stack.of(this);
    const content = JSON.stringify(stack.resolve(this.document.toJSON()));
    element.overrideLogicalId(stack.getLogicalId(element) + createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase());
  }
}
