import { render } from 'preact';
import './style/main.css';

const root = document.getElementById('console');
if (root) render(<h1>KYC China</h1>, root);
