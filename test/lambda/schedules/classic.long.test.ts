import { schedulesOf } from './schedules-of';

schedulesOf('classic', '1x0');
