import type { Customer } from '../../api/shapes';
import { AppointmentList } from './AppointmentList';
import { BookForMember } from './BookForMember';

/** All of one member's appointments. */
export function MemberAppointments({ customer }: { customer: Customer }) {
  return (
    <AppointmentList customer={customer.id}>
      <BookForMember customer={customer} />
    </AppointmentList>
  );
}
