import { schedulesOf } from './schedules-of';

schedulesOf('vgw-to-vgw-in-place');
