/** Where one move is under way, an operator's terminal may die at any time. */
import { terminalDies } from './terminal-deaths';

terminalDies(['vgw-to-tgw']);
