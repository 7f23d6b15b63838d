/** The function behind what CloudFormation has no attribute and no resource for around a VPN connection. */
import { requestOf } from './event';
import { customResource } from '../custom-resource/handler';

export const handler = customResource(requestOf);
