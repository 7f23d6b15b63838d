import { schedulesOf } from './schedules-of';

schedulesOf('classic-tested', '1x0');
