import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/theme.ts';
import { Problem } from '../api/problem.ts';
import { routerFor } from './router.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The browser’s word for “offline” is about its own cable: whether the gateway answers is asked of the gateway.
      networkMode: 'always',
      staleTime: 5_000,
      // What the gateway refused it will refuse again; what it did not answer, it may.
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always' },
  },
});

const router = routerFor(queries);
const place = document.getElementById('app');
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
