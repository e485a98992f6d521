import { useGetCustomerQuery } from '../features/customers/api';
import { fullName } from '../i18n/fullName';
import { CustomerPortrait } from '../features/pictures/CustomerPortrait';
import { EditablePortrait } from '../features/pictures/EditablePortrait';
import { useMe } from '../session/useMe';

/** One's own picture: of the login for who works here, of the record for a member. */
export function OwnPortrait({ size }: { size: string }) {
  const { is_staff: isStaff, customer: id, picture, display_name: name, email } = useMe();
  const { data: customer } = useGetCustomerQuery(id ?? 0, { skip: isStaff || id === null });
  if (isStaff) return <EditablePortrait owner="me" name={name || email} picture={picture} size={size} />;
  return customer ? <CustomerPortrait customer={customer} name={fullName(customer)} size={size} /> : null;
}
