import { schedulesOf } from './schedules-of';

schedulesOf('customer-gateway-and-target');
