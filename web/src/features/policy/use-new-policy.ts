import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { textOfPolicy } from './text-of-policy.ts';

/** A name that a new policy cannot have. */
class NameTaken extends Error {}

/** Saves a new policy as a draft and opens it in the builder. @param server whose tools are shown there */
export function useNewPolicy(server?: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: async (given: { readonly name: string; readonly text: string; readonly note: string }) => {
      const there = await textOfPolicy(given.name);
      if (there !== undefined && there !== given.text) throw new NameTaken();
      return call('policy.save', given);
    },
    onSuccess: ({ name }) => {
      void queries.invalidateQueries();
      const search = server === undefined ? {} : { server };
      void navigate({ to: '/policies/$policy', params: { policy: name }, search });
    },
  });
  const taken = save.error instanceof NameTaken;
  return {
    save,
    /** What is wrong with the name, to be said at its field. */
    wrongName: taken ? 'There is a policy of that name: open it from the list, or choose another name.' : undefined,
    /** What else went wrong. */
    problem: taken ? null : save.error,
  };
}
