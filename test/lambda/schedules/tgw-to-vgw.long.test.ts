import { schedulesOf } from './schedules-of';

schedulesOf('tgw-to-vgw');
