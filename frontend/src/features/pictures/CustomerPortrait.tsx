import type { Customer } from '../../api/shapes';
import { Portrait } from '../../components/Person';
import { useCan, useMe } from '../../session/useMe';
import { EditablePortrait } from './EditablePortrait';

interface CustomerPortraitProps {
  customer: Pick<Customer, 'id' | 'picture'>;
  name: string;
  size: string;
}

/** A member's picture, which who may change the member may change. */
export function CustomerPortrait({ customer, name, size }: CustomerPortraitProps) {
  const { customer: own } = useMe();
  const mayChange = useCan('core.change_customer') || own === customer.id;
  return mayChange ? (
    <EditablePortrait owner={{ customer: customer.id }} name={name} picture={customer.picture} size={size} />
  ) : (
    <Portrait name={name} picture={customer.picture} size={size} />
  );
}
